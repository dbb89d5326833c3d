import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { projectRoot } from '../../harness/projectRoot.ts';
import { headingsOf, readPage } from './markdown.ts';

const page = readPage('docs/llmeter-format.md');

/** Numbers that a text cites: "llmeter-format 4.6 and 4.7" cites two sections. */
function citedIn(text: string): string[] {
  return [...text.matchAll(/llmeter-format (\d+(?:\.\d+)?(?:(?:, | and )\d+(?:\.\d+)?)*)/g)].flatMap(
    ([, list = '']) => list.match(/\d+(?:\.\d+)?/g) ?? [],
  );
}

/** What a line of the list of behaviours says proves it. */
function proofsIn(text: string): { line: string; file: string; title: string }[] {
  const [, list = ''] = text.split(/^## Behaviours$/m);
  return list
    .split('\n')
    .filter(line => line.startsWith('- '))
    .map(line => {
      const [, file = '', title = ''] = / \(`(test\/[^`]+)`: “(.+)”\)$/.exec(line) ?? [];
      return { line, file, title };
    });
}

describe('the page on LLMeter’s file format', () => {
  it('has every section that the code cites', () => {
    const sections = new Set(headingsOf(page).map(heading => /^(\d+(?:\.\d+)?)\.? /.exec(heading)?.[1]));
    const files = globSync(['src/**/*.{ts,tsx}', 'test/**/*.ts'], { cwd: projectRoot });
    const missing = files
      .filter(file => !file.includes('node_modules') && !file.endsWith('llmeterFormat.test.ts'))
      .flatMap(file =>
        citedIn(readFileSync(join(projectRoot, file), 'utf8'))
          .filter(section => !sections.has(section))
          .map(section => `${file}: ${section}`),
      );
    assert.deepEqual(missing, []);
  });

  it('names a test for every behaviour, which exists under that title', () => {
    const proofs = proofsIn(page.text);
    assert.ok(proofs.length > 80, 'There are more behaviours than that.');
    const unproved = proofs.filter(({ file, title }) => {
      const path = join(projectRoot, file);
      return file === '' || !existsSync(path) || !readFileSync(path, 'utf8').includes(title);
    });
    assert.deepEqual(
      unproved.map(({ line }) => line),
      [],
      'Name the test file and the title of the test that proves the behaviour.',
    );
  });

  it('is cited in a form that this test reads', () => {
    assert.deepEqual(citedIn('by llmeter-format 4.6 and 4.7, and llmeter-format 9'), ['4.6', '4.7', '9']);
    assert.deepEqual(citedIn('(llmeter-format 1.2, 1.7)'), ['1.2', '1.7']);
  });
});
