// Writes what comparisons say, after a change of the words: `node test/unit/compare/golden/write.ts`
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { comparisons, goldenText } from './comparisons.ts';

for (const [kind, make] of Object.entries(comparisons)) {
  writeFileSync(join(import.meta.dirname, `${kind.replaceAll(/\W+/g, '-')}.txt`), goldenText(make()));
}
