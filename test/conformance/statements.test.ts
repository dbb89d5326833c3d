import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../harness/projectRoot.ts';

/** The statements by which LLMeter's behaviour is reproduced are numbered from 1 to this. */
const last = 88;

/** Titles of tests, whichever quotes they are in. */
const title = /\b(?:it|describe)(?:\.only)?\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g;

/**
 * The numbers of the statements a title says it proves: those it begins with ("74 81 a slow ..."), and
 * those it calls statements ("... (statements 87, 88)").
 */
function provedBy(text: string): number[] {
  const leading = /^\d{1,2}(?:(?:, ?| and | )\d{1,2})*(?= )/.exec(text)?.[0] ?? '';
  const named = [...text.matchAll(/\bstatements? ((?:\d{1,2}(?:, ?| and )?)+)/g)].map(([, list]) => list);
  return [leading, ...named].flatMap(list => (list?.match(/\d+/g) ?? []).map(Number));
}

describe('the statements of conformance', () => {
  it('each have a test whose title names them', () => {
    const files = globSync('test/**/*.test.ts', {
      cwd: projectRoot,
      exclude: path => path.includes('node_modules') || path.endsWith('vscode-server'),
    });
    const proved = new Set<number>();
    for (const file of files) {
      for (const [, , text = ''] of readFileSync(join(projectRoot, file), 'utf8').matchAll(title)) {
        for (const number of provedBy(text)) proved.add(number);
      }
    }
    const missing = Array.from({ length: last }, (_, i) => i + 1).filter(number => !proved.has(number));
    assert.deepEqual(
      missing,
      [],
      'These statements have no test: name them in its title, e.g. "statement 12".',
    );
  });

  it('are read out of titles', () => {
    assert.deepEqual(provedBy('74 81 a slow after_invoke builds a backlog'), [74, 81]);
    assert.deepEqual(provedBy('formulas hold (statements 86 and 87)'), [86, 87]);
    assert.deepEqual(provedBy('statement 85: every payload is sent once'), [85]);
    assert.deepEqual(provedBy('200 streams at once'), []);
    assert.deepEqual(provedBy('has 14 keys'), []);
  });
});
