import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../harness/projectRoot.ts';
import { moduleBreach, upwardModules } from './importRules.ts';
import { modules } from './layers.ts';
import { importsOf, moduleOf, sourceFiles } from './sourceFiles.ts';

const files = sourceFiles();
const order = Object.keys(modules);
const allowedOf = (module: string) => {
  const { modules: allowed = [], files: single = [] } = modules[module] ?? {};
  return [...allowed, ...single.map(moduleOf)];
};

describe('imports between modules', () => {
  it('have a rule for every module of src', () => {
    assert.deepEqual([...new Set(files.map(file => file.module))].sort(), order.toSorted());
  });

  it('only point down: a module may import modules below it only', () => {
    assert.deepEqual(upwardModules(order, allowedOf), []);
  });

  for (const module of order) {
    it(`keep to the rules in ${module}`, () => {
      const breaches = files
        .filter(file => file.module === module)
        .flatMap(({ path, imports }) => imports.map(found => ({ path, reason: moduleBreach(module, found) })))
        .flatMap(({ path, reason }) => (reason ? [`${path} ${reason}`] : []));
      assert.deepEqual(breaches, []);
    });
  }

  it('name files as they are, with their ending', () => {
    const broken = files.flatMap(({ path, imports }) =>
      imports
        .filter(({ file }) => file !== undefined && !existsSync(join(projectRoot, file)))
        .map(({ specifier }) => `${path} imports ${specifier}, which does not exist`),
    );
    assert.deepEqual(broken, []);
  });

  it('use every module, file and package that the rules allow', () => {
    const unused = order.flatMap(module => {
      const imports = files.filter(file => file.module === module).flatMap(file => file.imports);
      const targets = imports.flatMap(({ file }) => file ?? []);
      const rules = modules[module];
      return [
        ...(rules?.modules.filter(target => !targets.map(moduleOf).includes(target)) ?? []),
        ...(rules?.files?.filter(file => !targets.includes(file)) ?? []),
        ...(rules?.packages.filter(name => !imports.some(({ specifier }) => specifier === name)) ?? []),
      ].map(name => `${module} does not import ${name}`);
    });
    assert.deepEqual(unused, []);
  });

  it('are all seen by these tests: only two are computed', () => {
    const computed = files.filter(file => /\bimport\((?!\s*')/.test(file.text)).map(file => file.path);
    // One loads a bundle of our own, the other modules that users write.
    assert.deepEqual(computed, [
      'src/engine/inProcessEngine.ts',
      'src/measure/callbacks/module/callbackWorker.ts',
    ]);
  });

  it('load no SDK with the list of endpoint kinds', () => {
    const byPath = new Map(files.map(file => [file.path, file]));
    const reached = new Set<string>();
    const visit = (path: string) => {
      if (reached.has(path)) return;
      reached.add(path);
      for (const found of byPath.get(path)?.imports ?? []) {
        if (found.file && !found.typeOnly) visit(found.file);
      }
    };
    visit('src/endpoints/kinds.ts');
    const impure = [...reached].flatMap(path =>
      (byPath.get(path)?.imports ?? [])
        .filter(found => found.file === undefined && !found.typeOnly && found.specifier !== 'zod/mini')
        .map(found => `${path} imports ${found.specifier}`),
    );
    assert.deepEqual(impure, []);
  });
});

describe('the rules for imports between modules', () => {
  const refused: Record<string, [path: string, text: string, reason: string]> = {
    'Node in core': ['src/core/x.ts', "import { readFileSync } from 'node:fs';", 'may not import node:fs'],
    'types of a higher module': [
      'src/core/x.ts',
      "import type { Plan } from '../measure/plan/parsePlan.ts';",
      'may not import src/measure/plan/parsePlan.ts',
    ],
    'code where only types are allowed': [
      'src/protocol/x.ts',
      "import { seedFor } from '../core/base/random.ts';",
      'may import only types from src/core/base/random.ts',
    ],
    'dynamic imports': ['src/extension/x.ts', "const sdk = await import('openai');", 'may not import openai'],
    're-exports': [
      'src/webview/x.ts',
      "export {\n  a,\n  b,\n} from '../extension/extension.ts';",
      'may not import src/extension/extension.ts',
    ],
    'results in measure': [
      'src/measure/x.ts',
      "import { SavedRuns } from '../results/savedRuns.ts';",
      'may not import src/results/savedRuns.ts',
    ],
    'measure in results': [
      'src/results/report/x.ts',
      "import type { Runner } from '../../measure/run/runner.ts';",
      'may not import src/measure/run/runner.ts',
    ],
    'files outside src': [
      'src/cli/x.ts',
      "import { a } from '../../test/harness/projectRoot.ts';",
      'leaves src by ../../test/harness/projectRoot.ts',
    ],
    'modules that have no rule': ['src/other/x.ts', "import { a } from './y.ts';", 'belongs to no module'],
  };
  for (const [what, [path, text, reason]] of Object.entries(refused)) {
    it(`refuse ${what}`, () => {
      assert.deepEqual(
        importsOf(path, text).map(found => moduleBreach(moduleOf(path), found)),
        [reason],
      );
    });
  }

  it('refuse a module order with an arrow that points up', () => {
    const allowed: Record<string, string[]> = { low: ['high'], high: ['low', 'high'] };
    assert.deepEqual(
      upwardModules(['low', 'high'], module => allowed[module] ?? []),
      ['low may import high, which is not below it', 'high may import high, which is not below it'],
    );
  });
});
