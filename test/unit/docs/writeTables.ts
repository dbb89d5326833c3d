// Writes the tables of docs/ that are made from code: `node test/unit/docs/writeTables.ts`
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { metricsTable } from '../../../src/core/metrics/definitions.ts';
import { projectRoot } from '../../harness/projectRoot.ts';
import { readPage } from './markdown.ts';

const page = readPage('docs/metrics.md');
writeFileSync(
  join(projectRoot, page.path),
  page.text.replace(
    /(<!-- metrics:[^>]*-->\n)[\s\S]*?(\n<!-- \/metrics -->)/,
    (_all, begin: string, end: string) => `${begin}${metricsTable()}${end}`,
  ),
);
