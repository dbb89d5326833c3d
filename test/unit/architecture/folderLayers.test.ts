import assert from 'node:assert/strict';
import { fileCycles, folderBreach, folderOf } from './importRules.ts';
import { modules } from './layers.ts';
import { importsOf, moduleOf, type SourceFile, sourceFiles } from './sourceFiles.ts';

const files = sourceFiles();

describe('folders of a module', () => {
  for (const [module, { folders }] of Object.entries(modules)) {
    it(`are all listed for ${module}`, () => {
      const found = new Set(files.filter(file => file.module === module).map(({ path }) => folderOf(path)));
      assert.deepEqual([...found].sort(), folders.toSorted());
    });

    it(`import only from lower ones in ${module}`, () => {
      const breaches = files
        .filter(file => file.module === module)
        .flatMap(({ path, imports }) => imports.map(found => ({ path, reason: folderBreach(path, found) })))
        .flatMap(({ path, reason }) => (reason ? [`${path} ${reason}`] : []));
      assert.deepEqual(breaches, []);
    });
  }
});

describe('source files', () => {
  it('never import each other in a circle, types included', () => {
    assert.deepEqual(fileCycles(files), []);
  });
});

describe('the rules for folders and circles', () => {
  const breachesOf = (path: string, text: string) =>
    importsOf(path, text).map(found => folderBreach(path, found));

  it('refuse an import from a higher folder, also of types', () => {
    assert.deepEqual(
      breachesOf('src/core/base/x.ts', "import type { CheckedPlan } from '../plan/plan.ts';"),
      ['may not import src/core/plan/plan.ts, which is in a higher folder'],
    );
    assert.deepEqual(breachesOf('src/core/plan/prompts/x.ts', "import { a } from '../plan.ts';"), [
      'may not import src/core/plan/plan.ts, which is in a higher folder',
    ]);
  });

  it('refuse that a folder imports from the module’s own folder above it', () => {
    assert.deepEqual(breachesOf('src/cli/commands/x.ts', "const cli = await import('../runCli.ts');"), [
      'may not import src/cli/runCli.ts, which is in a higher folder',
    ]);
  });

  it('refuse folders that are not listed', () => {
    assert.deepEqual(breachesOf('src/core/other/x.ts', "import { a } from '../base/errors.ts';"), [
      'is in no listed folder of core',
    ]);
    assert.deepEqual(breachesOf('src/core/plan/x.ts', "import { a } from '../other/y.ts';"), [
      'imports src/core/other/y.ts, which is in no listed folder of core',
    ]);
  });

  it('allow imports from the same folder, from lower ones and from other modules', () => {
    const text = [
      "import { a } from './callbackPlan.ts';",
      "import { b } from './prompts/promptSource.ts';",
      "import type { c } from '../../protocol/run.ts';",
      "import * as z from 'zod/mini';",
    ].join('\n');
    assert.deepEqual(breachesOf('src/core/plan/x.ts', text), [undefined, undefined, undefined, undefined]);
  });

  it('find circles of two files and of more, and a file that imports itself', () => {
    const file = (path: string, text: string): SourceFile => ({
      ...{ path, text, module: moduleOf(path) },
      imports: importsOf(path, text),
    });
    const cycles = fileCycles([
      file('src/core/a.ts', "import type { B } from './b.ts';"),
      file('src/core/b.ts', "import { c } from './c.ts';\nimport { d } from './d.ts';"),
      file('src/core/c.ts', "const a = await import('./a.ts');"),
      file('src/core/d.ts', "import { e } from './e.ts';"),
      file('src/core/e.ts', "import { errors } from 'node:fs';"),
      file('src/core/f.ts', "import type { F } from './f.ts';"),
    ]);
    assert.deepEqual(cycles, [['src/core/a.ts', 'src/core/b.ts', 'src/core/c.ts'], ['src/core/f.ts']]);
  });
});
