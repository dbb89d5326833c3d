import { join } from 'node:path';
import { projectRoot } from './projectRoot.ts';

/** The folder of an extension that provides language models with known answers. */
export const modelProvider = join(projectRoot, 'test', 'fixtures', 'languageModelProvider');
