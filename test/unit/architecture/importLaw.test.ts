import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { tiktokenEncodings } from '../../../src/core/plan/tokenizerPlan.ts';
import { projectRoot } from '../../harness/projectRoot.ts';
import { type Import, importsOf, sourceFiles } from './sourceFiles.ts';

interface Law {
  /** The other worlds whose files may be imported. */
  worlds: string[];
  /** Single files of further worlds. */
  files?: string[];
  /** Packages, by their exact specifier. */
  packages: string[];
  node: boolean;
  /** Other worlds lend their types only. */
  typesOnly?: boolean;
}

/** The house's import law: what each world may import besides itself. Everything else is refused. */
const law: Record<string, Law> = {
  core: { worlds: [], packages: ['zod/mini'], node: false },
  protocol: { worlds: ['core'], packages: [], node: false, typesOnly: true },
  endpoints: {
    worlds: ['core'],
    packages: [
      ...['zod/mini', 'eventsource-parser', 'jmespath'],
      ...['openai', '@anthropic-ai/sdk', '@anthropic-ai/bedrock-sdk'],
      ...['@aws-sdk/client-bedrock', '@aws-sdk/client-bedrock-runtime', '@aws-sdk/client-sagemaker-runtime'],
      ...['@aws-sdk/credential-providers', '@smithy/core/config', '@smithy/core/event-streams'],
      ...['@smithy/core/serde', '@smithy/signature-v4'],
    ],
    node: true,
  },
  simulator: { worlds: ['core'], packages: [], node: true },
  report: {
    worlds: ['core', 'protocol'],
    packages: ['echarts/core', 'echarts/charts', 'echarts/components', 'echarts/renderers'],
    node: false,
  },
  engine: {
    worlds: ['core', 'protocol', 'endpoints', 'report'],
    packages: [
      'yaml',
      ...['js-tiktoken/lite', '@huggingface/tokenizers', '@aws-sdk/client-s3', 'csv-parse/sync', 'file-type'],
      'hyparquet-writer',
      ...tiktokenEncodings.map(name => `js-tiktoken/ranks/${name}`),
    ],
    node: true,
  },
  webview: {
    worlds: ['core', 'protocol'],
    packages: [
      ...['preact', 'preact/hooks', '@preact/signals'],
      ...['echarts/core', 'echarts/charts', 'echarts/components', 'echarts/features', 'echarts/renderers'],
    ],
    node: false,
  },
  extension: {
    worlds: ['core', 'protocol'],
    files: [
      ...['src/engine/enginePort.ts', 'src/engine/spawnEngine.ts'],
      ...['src/endpoints/kinds.ts', 'src/endpoints/contract/endpointKind.ts'],
      'src/endpoints/shared/servers.ts',
      ...['src/engine/inProcessEngine.ts', 'src/endpoints/vscodeLm/languageModels.ts'],
    ],
    packages: ['vscode', 'yaml'],
    node: true,
  },
  cli: {
    worlds: ['core', 'protocol', 'endpoints', 'simulator', 'engine', 'report'],
    packages: ['commander', 'yaml'],
    node: true,
  },
};

/** Outside src, and open to all: the product's own name and version. */
const sharedFiles = ['package.json'];

const files = sourceFiles();

function breach(world: string, found: Import): string | undefined {
  const rules = law[world];
  if (!rules) return 'belongs to no world';
  if (found.file === undefined) {
    const allowed = found.specifier.startsWith('node:')
      ? rules.node
      : rules.packages.includes(found.specifier);
    return allowed ? undefined : `may not import ${found.specifier}`;
  }
  if (!existsSync(join(projectRoot, found.file)))
    return `imports ${found.specifier}, which does not exist as written`;
  if (sharedFiles.includes(found.file)) return undefined;
  const target = found.file.split('/')[1] ?? '';
  if (!found.file.startsWith('src/')) return `leaves src by ${found.specifier}`;
  if (target === world || rules.files?.includes(found.file)) return undefined;
  if (!rules.worlds.includes(target)) return `may not import ${found.file}`;
  return rules.typesOnly && !found.typeOnly ? `may import only types from ${found.file}` : undefined;
}

describe('import law', () => {
  it('knows every world of src', () => {
    assert.deepEqual([...new Set(files.map(file => file.world))].sort(), Object.keys(law).sort());
  });

  for (const world of Object.keys(law)) {
    it(`holds in ${world}`, () => {
      const breaches = files
        .filter(file => file.world === world)
        .flatMap(file => file.imports.map(found => ({ file, reason: breach(world, found) })))
        .flatMap(({ file, reason }) => (reason ? [`${file.path} ${reason}`] : []));
      assert.deepEqual(breaches, []);
    });
  }

  it('refuses what it is there to refuse', () => {
    const refused = (path: string, text: string) =>
      importsOf(path, text).map(found => breach(path.split('/')[1] ?? '', found));
    assert.deepEqual(refused('src/core/x.ts', "import { readFileSync } from 'node:fs';"), [
      'may not import node:fs',
    ]);
    assert.deepEqual(refused('src/core/x.ts', "import type { Plan } from '../engine/plan.ts';"), [
      'may not import src/measure/plan/parsePlan.ts',
    ]);
    assert.deepEqual(refused('src/protocol/x.ts', "import { systemClock } from '../core/clock.ts';"), [
      'may import only types from src/core/base/clock.ts',
    ]);
    assert.deepEqual(refused('src/extension/x.ts', "const sdk = await import('openai');"), [
      'may not import openai',
    ]);
    assert.deepEqual(
      refused('src/webview/x.ts', "export {\n  a,\n  b,\n} from '../extension/extension.ts';"),
      ['may not import src/extension/extension.ts'],
    );
    assert.deepEqual(refused('src/engine/x.ts', "import { a } from './plan.js';"), [
      'imports ./plan.js, which does not exist as written',
    ]);
  });

  it('sees every import: none is computed, but for a bundle of our own and modules of people’s own', () => {
    const computed = files.filter(file => /\bimport\((?!\s*')/.test(file.text)).map(file => file.path);
    assert.deepEqual(computed, [
      'src/measure/callbacks/module/callbackWorker.ts',
      'src/engine/inProcessEngine.ts',
    ]);
  });

  it('lends the list of endpoint kinds without any SDK behind it', () => {
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
