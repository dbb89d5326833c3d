import { tiktokenEncodings } from '../../../src/core/plan/tokenizerPlan.ts';

/** What the files of one module may import, and how its folders are layered. */
export interface Module {
  /** The other modules whose files it may import. All of them are below it. */
  readonly modules: readonly string[];
  /** Single files of further modules. */
  readonly files?: readonly string[];
  /** Packages, by their exact specifier. */
  readonly packages: readonly string[];
  /** Whether it may import `node:*`. */
  readonly node: boolean;
  /** Of other modules it may import types only. */
  readonly typesOnly?: boolean;
  /**
   * Its folders from bottom to top; '.' is the module's own folder. A file imports from its own folder and
   * from folders that come before it.
   */
  readonly folders: readonly string[];
  /** Where a reader starts. It opens with a comment on what the module owns and what it never does. */
  readonly entry: string;
}

/** The modules of src, from bottom to top. Everything that is not listed here is refused. */
export const modules: Readonly<Record<string, Module>> = {
  core: {
    modules: [],
    packages: ['zod/mini'],
    node: false,
    folders: [
      ...['base', 'tokens', 'request', 'stats/display', 'stats', 'callbacks', 'metrics', 'format', 'cost'],
      ...['plan/prompts', 'plan', 'compare', 'compat', 'export', 'repeats', 'loadTest', 'heatmap', 'recipes'],
    ],
    entry: 'src/core/plan/plan.ts',
  },
  charts: {
    modules: ['core'],
    packages: [],
    node: false,
    folders: ['.'],
    entry: 'src/charts/chart.ts',
  },
  endpoints: {
    modules: ['core'],
    packages: [
      ...['zod/mini', 'eventsource-parser', 'jmespath'],
      ...['openai', '@anthropic-ai/sdk', '@anthropic-ai/bedrock-sdk'],
      ...['@aws-sdk/client-bedrock', '@aws-sdk/client-bedrock-runtime', '@aws-sdk/client-sagemaker-runtime'],
      ...['@aws-sdk/credential-providers', '@smithy/core/config', '@smithy/core/event-streams'],
      ...['@smithy/core/serde', '@smithy/signature-v4'],
    ],
    node: true,
    folders: [
      ...['contract', 'transport', 'http', 'aws', 'google', 'shared', 'jmespath', 'openai'],
      ...['openaiChat', 'openaiResponses', 'litellm', 'anthropicMessages', 'bedrockConverse'],
      ...['bedrockInvoke', 'sagemaker', 'googleGemini', 'vscodeLm', '.'],
    ],
    entry: 'src/endpoints/registry.ts',
  },
  simulator: {
    modules: ['core'],
    packages: [],
    node: true,
    folders: ['http', 'scenario', 'dialects', 'truth', 'delivery', '.'],
    entry: 'src/simulator/simulator.ts',
  },
  protocol: {
    modules: ['core'],
    packages: [],
    node: false,
    typesOnly: true,
    folders: ['.'],
    entry: 'src/protocol/engine.ts',
  },
  folder: {
    modules: ['core', 'protocol'],
    packages: ['zod/mini'],
    node: true,
    folders: ['.'],
    entry: 'src/folder/runFolder.ts',
  },
  verify: {
    // A second path to the same numbers: no statistics of the first one, only files without any.
    modules: ['protocol'],
    files: ['duration', 'errors', 'groupBy', 'jsonValue', 'read', 'time'].map(
      name => `src/core/base/${name}.ts`,
    ),
    packages: [],
    node: true,
    folders: ['.'],
    entry: 'src/verify/verifyFolders.ts',
  },
  prices: {
    modules: ['core', 'endpoints', 'protocol'],
    packages: ['yaml'],
    node: true,
    folders: ['sagemaker', '.'],
    entry: 'src/prices/pricingOf.ts',
  },
  measure: {
    modules: ['core', 'endpoints', 'protocol', 'folder', 'prices'],
    packages: [
      'zod/mini',
      ...[
        'js-tiktoken/lite',
        '@huggingface/tokenizers',
        '@aws-sdk/client-s3',
        'csv-parse',
        'hyparquet',
        'tinyglobby',
        'file-type',
      ],
      ...tiktokenEncodings.map(name => `js-tiktoken/ranks/${name}`),
    ],
    node: true,
    folders: [
      ...['payloads', 'tokens', 'plan', 'consent', 'run', 'spending'],
      ...['callbacks/module', 'callbacks/mlflow', 'callbacks', '.'],
    ],
    entry: 'src/measure/runMeasurement.ts',
  },
  results: {
    modules: ['core', 'charts', 'protocol', 'folder', 'prices'],
    packages: [
      ...['echarts/core', 'echarts/charts', 'echarts/components', 'echarts/renderers', 'hyparquet-writer'],
    ],
    node: true,
    folders: ['report', '.', 'export'],
    entry: 'src/results/savedRuns.ts',
  },
  experiments: {
    modules: ['core', 'protocol', 'folder', 'measure', 'results'],
    packages: [],
    node: true,
    folders: ['.'],
    entry: 'src/experiments/measurements.ts',
  },
  engine: {
    modules: ['core', 'endpoints', 'protocol', 'folder', 'verify', 'measure', 'results', 'experiments'],
    packages: [],
    node: true,
    folders: ['.'],
    entry: 'src/engine/engineService.ts',
  },
  webview: {
    modules: ['core', 'charts', 'protocol'],
    packages: [
      ...['preact', 'preact/hooks', '@preact/signals'],
      ...['echarts/core', 'echarts/charts', 'echarts/components', 'echarts/renderers'],
    ],
    node: false,
    folders: [
      ...['theme', 'host', 'parts', 'chart', 'live'],
      ...['run/panel', 'run/live', 'run/report', 'run'],
      ...['experiments/panel', 'experiments/save', 'experiments/live', 'experiments/comparison'],
      ...['experiments/loadTest', 'experiments/heatmap', 'experiments'],
    ],
    entry: 'src/webview/run/main.tsx',
  },
  cli: {
    modules: ['core', 'endpoints', 'simulator', 'protocol', 'prices', 'measure', 'engine'],
    packages: ['commander', 'yaml'],
    node: true,
    folders: ['process', 'terminal', 'consent', 'plan', 'options', 'result', 'measure', 'commands', '.'],
    entry: 'src/cli/runCli.ts',
  },
  extension: {
    modules: ['core', 'protocol'],
    files: [
      ...['src/engine/enginePort.ts', 'src/engine/spawnEngine.ts', 'src/engine/inProcessEngine.ts'],
      ...['src/endpoints/kinds.ts', 'src/endpoints/contract/endpointKind.ts'],
      ...['src/endpoints/shared/servers.ts', 'src/endpoints/shared/baseAddress.ts'],
      'src/endpoints/vscodeLm/languageModels.ts',
    ],
    packages: ['vscode', 'yaml'],
    node: true,
    folders: [
      ...['host', 'host/questions', 'planFiles', 'engines/languageModels', 'engines', 'endpoints'],
      ...['measurements', 'measurements/questions', 'panels', 'runsView', 'commands', '.'],
    ],
    entry: 'src/extension/extension.ts',
  },
};
