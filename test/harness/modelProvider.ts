import { join } from 'node:path';
import { projectRoot } from './projectRoot.ts';

/** The folder of an extension that offers language models with known answers, so that there are some. */
export const modelProvider = join(projectRoot, 'test', 'fixtures', 'languageModelProvider');
