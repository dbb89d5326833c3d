import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import fc from 'fast-check';
import type { CliContext } from '../../../src/cli/process/context.ts';
import { compatText } from '../../../src/cli/result/compatText.ts';
import { printResult } from '../../../src/cli/result/printResult.ts';
import { viewOfReport } from '../../../src/cli/result/resultView.ts';
import { styles } from '../../../src/cli/terminal/style.ts';
import { UserError } from '../../../src/core/base/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../src/core/base/jsonValue.ts';
import { responsesCsv } from '../../../src/core/export/responsesCsv.ts';
import { type ExperimentFile, writeExperiment } from '../../../src/folder/experimentFile.ts';
import { exportedRequests } from '../../../src/results/export/exportedRequests.ts';
import { reportContentOf } from '../../../src/results/export/exportReport.ts';
import { readCompatViews } from '../../../src/results/export/readCompatViews.ts';
import { listRuns } from '../../../src/results/listRuns.ts';
import { markdownReport } from '../../../src/results/report/markdownReport.ts';
import { SavedRuns } from '../../../src/results/savedRuns.ts';
import { recordRun, withFolder } from '../../conformance/scriptedRun.ts';

/** Any JSON, with texts that are none of the words we look for. */
const anyJson: fc.Arbitrary<JsonValue> = fc.letrec<{ json: JsonValue }>(tie => ({
  json: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom<JsonValue>(null, true, false, 0, -1, 1.5, 1e300, 1e15, '', 'abc', '7', '2026-01-01'),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('id', 'p50', 'a', 'input', '__proto__'), tie('json'), { maxKeys: 3 }),
  ),
})).json;

interface Damage {
  /** Which file, which line of it, and which value in that; taken as far as there are so many. */
  file: number;
  line: number;
  place: number;
  value: JsonValue;
}

const damage: fc.Arbitrary<Damage> = fc.record({
  file: fc.nat(1000),
  line: fc.nat(1000),
  place: fc.nat(1000),
  value: anyJson,
});

/** Every place of a value in a document: the keys that lead to it. */
function placesIn(value: JsonValue, path: readonly string[] = []): (readonly string[])[] {
  const inside = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [path, ...inside.flatMap(([key, inner]) => placesIn(inner, [...path, key]))];
}

function replaced(document: JsonValue, [key, ...rest]: readonly string[], value: JsonValue): JsonValue {
  if (key === undefined) return value;
  if (Array.isArray(document)) {
    return document.map((item, i) => (String(i) === key ? replaced(item, rest, value) : item));
  }
  const object = isJsonObject(document) ? document : {};
  return { ...object, [key]: replaced(object[key] ?? null, rest, value) };
}

function damaged(text: string, { line, place, value }: Damage, isLines: boolean): string {
  const lines = isLines ? text.trimEnd().split('\n') : [text];
  const index = line % lines.length;
  const json = JSON.parse(lines[index] ?? 'null');
  const places = placesIn(json);
  lines[index] = JSON.stringify(replaced(json, places[place % places.length] ?? [], value));
  return lines.join('\n');
}

const price = {
  ...{ input: 1, output: 2, cachedInput: 0.5, currency: 'USD', asOf: '2026-01-01' },
  ...{ source: 'a list', from: 'the plan', matched: null, warnings: ['It is old.'] },
};
const dimension = { _type: 'InputTokens', price_per_million: 1, granularity: 1 };
const pricing = {
  currency: 'USD',
  model: {
    request_dims: { InputTokens: dimension },
    run_dims: { EndpointTime: { _type: 'EndpointTime', price_per_hour: 1, granularity_secs: 1 } },
  },
  price,
  cacheBeside: false,
};

/** What a sidecar may hold beside what the scripted run has. */
const fullSidecar: JsonObject = {
  plan: { endpoint: { kind: 'openai-chat' }, slo: { ttft: '500ms', ttlt: 3, tpot: '1s' } },
  endpoint: { name: 'e', kind: 'openai-chat', baseUrl: 'http://localhost', stream: true },
  environment: { node: 'v24', transport: 'socket' },
  metrics: { ttft: { n: 8, p50: 0.1 }, ttlt: { n: 8, p50: 1 } },
  turns: 'x',
  cost: { pricing, result: { unmeasured: { requests: 1, unknown: 0, cost: 0.5 }, budget: 2 } },
  diagnostics: [
    { id: 'drift', severity: 'warning', message: 'It drifts.', advice: 'Wait.' },
    { id: 'cold', severity: 'info', message: 'It was cold.', advice: 'Warm up.' },
  ],
};

const runDocuments = ['summary.json', 'stats.json', 'run_config.json', 'llmeter.json'];
const lineFiles = ['responses.jsonl', 'trace.jsonl', 'stalls.jsonl'];
const damageable = [
  ...[...runDocuments, ...lineFiles].map(file => join('ab', 'old', file)),
  ...runDocuments.map(file => join('sweep', '00001-clients', file)),
  join('ab', 'experiment.json'),
  join('sweep', 'experiment.json'),
  join('lengths', 'experiment.json'),
];

const experiment: ExperimentFile = {
  schema: 1,
  tool: 'test',
  kind: 'heatmap',
  name: 'lengths',
  state: 'saved',
  message: null,
  recipe: null,
  decidingMetric: 'ttft',
  startTime: 7,
  runs: [],
  parameters: {},
};

/** An A/B test, a load test and a heatmap with every file that we read. */
async function writeAll(root: string): Promise<void> {
  for (const [place, name] of [
    ['ab', 'old'],
    ['ab', 'new'],
    ['sweep', '00001-clients'],
    ['.', 'lengths'],
  ] as const) {
    const { folder } = await recordRun(join(root, place), { start: { name } });
    const sidecar = join(folder, 'llmeter.json');
    await writeFile(
      sidecar,
      JSON.stringify({ ...JSON.parse(await readFile(sidecar, 'utf8')), ...fullSidecar }),
    );
    const config = join(folder, 'run_config.json');
    const more = { progress_bar_stats: { rpm: 'requests_per_minute', speed: ['output_tps', 'inv'] } };
    await writeFile(config, JSON.stringify({ ...JSON.parse(await readFile(config, 'utf8')), ...more }));
  }
  await writeExperiment(join(root, 'ab'), { ...experiment, kind: 'ab', name: 'ab', runs: ['old', 'new'] });
  const runs = ['00001-clients'];
  await writeExperiment(join(root, 'sweep'), { ...experiment, kind: 'load-test', name: 'sweep', runs });
  const parameters = { askedInputTokens: [100, 101], askedOutputTokens: [20, 40], source: null };
  await writeExperiment(join(root, 'lengths'), { ...experiment, kind: 'heatmap', parameters });
}

/** One run of each experiment. */
const runOf: Readonly<Record<string, string>> = { ab: 'old', sweep: '00001-clients', lengths: '.' };

const look = styles(false);

/**
 * Every text that a person may get to see of an experiment, and the reasons for those that cannot be had.
 * @param name its folder inside `root`
 */
async function textsOf(root: string, name: string): Promise<string[]> {
  const saved = new SavedRuns();
  const run = join(root, name, runOf[name] ?? '.');
  const texts: string[] = [];
  const out = { write: (text: string) => texts.push(text), isTerminal: false, colours: false, columns: 80 };
  const context = { stdout: out, stderr: out } as unknown as CliContext;
  const attempts: (() => Promise<unknown>)[] = [
    async () => printResult(context, viewOfReport(await saved.report(run)), null),
    async () => texts.push(JSON.stringify(await saved.report(run))),
    async () => texts.push(JSON.stringify(await saved.request(run, 0))),
    async () => {
      for (const view of await readCompatViews({ folder: run })) texts.push(...compatText(view, look));
    },
    async () => texts.push(markdownReport(await reportContentOf([run], saved))),
    async () => texts.push(markdownReport(await reportContentOf([join(root, name)], saved))),
    async () => texts.push(...responsesCsv((await exportedRequests([join(root, name)])).requests)),
    async () => texts.push(JSON.stringify(await listRuns([root]))),
  ];
  for (const attempt of attempts) {
    await attempt().catch(error => {
      if (!(error instanceof UserError)) throw error;
      texts.push(error.message);
    });
  }
  return texts;
}

describe('run folders with a wrong value somewhere', () => {
  it('are shown without that value, and never show "undefined" or "NaN"', () =>
    withFolder(async root => {
      await writeAll(root);
      const before = new Map<string, string>();
      for (const file of damageable) before.set(file, await readFile(join(root, file), 'utf8'));
      for (const name of Object.keys(runOf)) {
        assert.doesNotMatch((await textsOf(root, name)).join('\n'), /must be|is missing/, name);
      }
      await fc.assert(
        fc.asyncProperty(damage, async change => {
          const file = damageable[change.file % damageable.length] ?? '';
          const text = before.get(file) ?? '';
          const path = join(root, file);
          await writeFile(path, damaged(text, change, file.endsWith('.jsonl')));
          try {
            const [name = ''] = file.split(sep);
            for (const text of await textsOf(root, name)) assert.doesNotMatch(text, /undefined|NaN|\[object/);
          } finally {
            await writeFile(path, text);
          }
        }),
        { numRuns: 40 },
      );
    })).timeout(60_000);
});
