import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { projectRoot } from '../../harness/projectRoot.ts';
import { allPages, anchorsOf, linksOf, pathsIn, tablesOf } from './markdown.ts';

const pages = allPages();
const exists = (path: string) => existsSync(join(projectRoot, path));
const existsAny = (path: string) =>
  path.includes('*') ? globSync(path, { cwd: projectRoot }).length > 0 : exists(path);

describe('the documentation', () => {
  it('links to files and headings that exist', () => {
    const broken = pages.flatMap(page =>
      linksOf(page).flatMap(({ target, file, anchor }) => {
        if (file === null) return [];
        const found = pages.find(({ path }) => path === file);
        const isGood = exists(file) && (anchor === null || (found && anchorsOf(found).includes(anchor)));
        return isGood ? [] : [`${page.path}: ${target}`];
      }),
    );
    assert.deepEqual(broken, []);
  });

  it('names files that exist', () => {
    const missing = pages.flatMap(page =>
      pathsIn(page).flatMap(path => (existsAny(path) ? [] : [`${page.path}: ${path}`])),
    );
    assert.deepEqual(missing, []);
  });

  it('has tables whose rows have the same number of cells', () => {
    const uneven = pages.flatMap(page =>
      tablesOf(page).flatMap(({ line, cells }) =>
        new Set(cells).size === 1 && cells.length > 2 ? [] : [`${page.path}:${line}: ${cells.join(' ')}`],
      ),
    );
    assert.deepEqual(uneven, []);
  });

  it('has a link from the README to every page', () => {
    const readme = pages.find(({ path }) => path === 'README.md');
    assert.ok(readme);
    const linked = new Set(linksOf(readme).map(({ file }) => file));
    assert.deepEqual(
      pages.map(({ path }) => path).filter(path => path.startsWith('docs/') && !linked.has(path)),
      [],
    );
  });
});
