import { seededRandom } from '../../../src/core/base/random.ts';
import { type CompareOptions, compareSamples } from '../../../src/core/compare/compareSamples.ts';
import { compareParts, type Part } from '../../../src/core/compare/parts.ts';
import type { Sample } from '../../../src/core/compare/sample.ts';
import { sampleOf } from '../../../src/core/compare/sample.ts';
import type { Heatmap } from '../../../src/core/heatmap/heatmap.ts';
import { type HeatmapRequest, heatmapOf } from '../../../src/core/heatmap/heatmapOf.ts';
import { heatmapLengths, lengthsLabel } from '../../../src/core/heatmap/lengthParts.ts';
import { findKnee } from '../../../src/core/loadTest/knee.ts';
import { levelPart, loadTestLevels } from '../../../src/core/loadTest/levelParts.ts';
import { littlesLaw } from '../../../src/core/loadTest/littlesLaw.ts';
import { loadLevelOf } from '../../../src/core/loadTest/loadLevel.ts';
import type { LoadTestSeries } from '../../../src/core/loadTest/series.ts';
import { Failures } from '../../../src/core/metrics/failures.ts';
import { quantile } from '../../../src/core/stats/percentiles.ts';
import type { ExperimentContent } from '../../../src/protocol/experiments.ts';
import type { LoadTest, LoadTestLevel } from '../../../src/protocol/run.ts';
import {
  factsOf,
  lognormal,
  normal,
  runStart,
  type Simulated,
  simulatedRequests,
} from '../../unit/compare/simulated.ts';
import { response, trace } from '../../unit/metrics/samples.ts';

type Content<K extends ExperimentContent['kind']> = Extract<ExperimentContent, { kind: K }>;

/** A run whose answers have these lengths. */
type SimulatedAnswers = Simulated & { readonly tokens?: (random: () => number) => number };

/** A run from `simulatedRequests`, with responses of different lengths. */
export function simulatedRun(run: SimulatedAnswers) {
  const random = seededRandom(run.seed ?? 1);
  const tokens = run.tokens ?? (draw => 30 + Math.floor(draw() * 90));
  return simulatedRequests({
    ...run,
    change: request => {
      const { response, trace } = request;
      const count = tokens(random);
      const perToken = 0.011 * Math.exp(0.12 * normal(random));
      const ttft = trace?.ttft ?? 0;
      const ttlt = ttft + perToken * (count - 1);
      return {
        response: { ...response, num_tokens_output: count, num_tokens_input: 120 },
        trace: trace && { ...trace, ttlt, tpot: perToken, endedAt: trace.sentAt + ttlt },
      };
    },
  });
}

const sample = (run: SimulatedAnswers): Sample => sampleOf(simulatedRun(run), factsOf(run));

/** The comparison of runs of simulated endpoints. */
export function compared(
  runs: readonly SimulatedAnswers[],
  more: { findings?: string[]; recipe?: string; warnings?: string[]; options?: CompareOptions } = {},
): Content<'runs'> {
  const samples = runs.map(sample);
  return {
    kind: 'runs',
    recipe: more.recipe ?? null,
    findings: more.findings ?? [],
    columns: samples.map(({ columns }) => columns),
    comparison: {
      runs: samples.map(({ name }) => ({ name, folder: `/home/me/project/llmeter-runs/${name}` })),
      pairs: compareSamples(samples, more.options),
      warnings: more.warnings ?? [],
    },
  };
}

/** Two interleaved endpoints; the candidate's median TTFT is `ratio` times the baseline's. */
export function interleaved(ratio: number, n = 500): Content<'runs'> {
  return compared([
    { name: 'us-east-1', seed: 1, n, ttft: lognormal(0.42, 0.2), errorShare: 0.01 },
    { name: 'eu-central-1', seed: 2, n, startsAt: 0.2, ttft: lognormal(0.42 * ratio, 0.2) },
  ]);
}

interface Shape {
  name: string;
  levels?: readonly number[];
  /** Requests that the server processes at the same time before they queue. */
  capacity: number;
  n?: number;
  failing?: boolean;
}

/** A load test of a server that queues requests beyond its capacity, with the data of its charts. */
function loadTest(
  { name, levels = [1, 2, 5, 10, 20, 50], capacity, n = 60, failing = true }: Shape,
  index: number,
): {
  test: LoadTest;
  series: LoadTestSeries;
  parts: Part[];
} {
  const made = levels.map(clients => {
    const run: Simulated = {
      name,
      seed: clients + name.length,
      n: Math.max(n, clients * 4),
      clients,
      startsAt: index * 1000,
      ttft: lognormal(0.12 * Math.max(1, clients / capacity), 0.25),
      errorShare: failing && clients > capacity ? 0.04 : 0,
      decode: 0.5,
    };
    const requests = simulatedRequests(run);
    const found = sampleOf(requests, factsOf(run));
    const level = loadLevelOf(found);
    const failures = new Failures();
    for (const { response, trace } of requests) {
      if (response.error !== null) failures.add({ ...response, error: '503 Service Unavailable' }, trace);
    }
    const ttlt = found.columns.ttlt.filter(Number.isFinite).sort();
    const whole: LoadTestLevel = {
      ...level,
      folder: `/home/me/project/llmeter-runs/${name}/${clients}`,
      ttltP50: quantile(ttlt, 0.5),
      ttltP90: quantile(ttlt, 0.9),
      littlesLaw: littlesLaw(level),
      errors: failures.list(),
      partial: null,
    };
    const perMinute = (level.throughput ?? 0) * 60;
    return {
      part: levelPart(found),
      level: whole,
      drawn: {
        clients,
        ttft: found.columns.ttft,
        ttlt: found.columns.ttlt,
        stats: {
          requests_per_minute: perMinute,
          failed_requests_rate: level.failed / level.requests,
          average_input_tokens_per_minute: perMinute * 120,
          average_output_tokens_per_minute: perMinute * 41,
        },
      },
    };
  });
  const all = made.map(({ level }) => level);
  return {
    test: {
      folder: `/home/me/project/llmeter-runs/${name}`,
      name,
      levels: all,
      knee: findKnee(all),
      warnings: [],
    },
    series: { name, levels: made.map(({ drawn }) => drawn) },
    parts: made.map(({ part }) => part),
  };
}

export function loadTests(...shapes: readonly Shape[]): Content<'load-tests'> {
  const made = shapes.map(loadTest);
  return {
    kind: 'load-tests',
    tests: made.map(({ test }) => test),
    series: made.map(({ series }) => series),
    comparisons: compareParts(
      made.map(({ test, parts }) => ({ name: test.name, parts })),
      loadTestLevels,
    ),
  };
}

interface HeatmapChange {
  inputs?: readonly number[];
  outputs?: readonly number[];
  n?: number;
  failing?: number;
  name?: string;
  seed?: number;
  /** Its TTFT relative to the usual one. */
  slower?: number;
}

/** Every combination of lengths requested `n` times; responses may end early, and `failing` of them fail. */
export function heatmap(change: HeatmapChange): Heatmap {
  const name = change.name ?? 'lengths';
  return {
    folder: `/home/me/project/llmeter-runs/${name}`,
    name,
    model: 'llama-3.3-70b-instruct',
    ...heatmapOf(heatmapRequests(change), { bins: 'linear' }),
  };
}

/** Heatmaps side by side, each further one against the first. */
export function heatmaps(...changes: HeatmapChange[]): Content<'heatmaps'> {
  const made = changes.map(change => ({ heatmap: heatmap(change), requests: heatmapRequests(change) }));
  return {
    kind: 'heatmaps',
    heatmaps: made.map(one => one.heatmap),
    comparisons: compareParts(
      made.map(({ heatmap: { name }, requests }, i) => ({ name, parts: lengthParts(requests, i * 1000) })),
      heatmapLengths,
    ),
  };
}

/** Requests by the lengths they were asked for, a second apart. */
export function lengthParts(requests: readonly HeatmapRequest[], startsAt = 0): Part[] {
  const rows = requests.flatMap((request, i) =>
    request.asked === null ? [] : [{ ...request, asked: request.asked, sentAt: startsAt + i }],
  );
  return [...Map.groupBy(rows, ({ asked }) => lengthsLabel(asked))].map(([label, own]) => ({
    label,
    sample: sampleOf(
      own.map(({ failed, outputTokens, sentAt, ttft, ttlt, tpot }) => ({
        response: response({
          input_prompt: label,
          num_tokens_output: outputTokens,
          error: failed ? 'refused' : null,
          request_time: runStart + sentAt * 1000,
        }),
        trace: trace({
          ...{ sentAt, intendedAt: sentAt, endedAt: sentAt + (ttlt ?? 1), ttft, ttftAny: ttft, ttlt, tpot },
          reason: failed ? 'server' : null,
        }),
      })),
      factsOf({}),
    ),
  }));
}

function heatmapRequests(change: HeatmapChange): HeatmapRequest[] {
  const { inputs = [128, 512, 1024, 4096], outputs = [64, 256, 512], n = 12, failing = 0.02 } = change;
  const { seed = 5, slower = 1 } = change;
  const random = seededRandom(seed);
  const asked = inputs.flatMap(input => outputs.map(output => ({ input, output })));
  return asked.flatMap(one =>
    Array.from({ length: n }, () => {
      const failed = random() < failing;
      const ttft = slower * (0.1 + one.input * 0.00012) * Math.exp(0.15 * normal(random));
      const tpot = (0.012 + one.input * 4e-7) * Math.exp(0.05 * normal(random));
      const outputTokens = Math.round(one.output * (one.output > 500 ? 0.7 + 0.25 * random() : 1));
      return {
        asked: one,
        inputTokens: one.input + Math.floor(random() * 4),
        outputTokens: failed ? null : outputTokens,
        failed,
        ttft: failed ? null : ttft,
        tpot: failed ? null : tpot,
        ttlt: failed ? null : ttft + tpot * (outputTokens - 1),
      };
    }),
  );
}
