import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/core/base/random.ts';
import { clientLimited } from '../../../src/core/metrics/clientDelay.ts';
import { computeMetrics } from '../../../src/core/metrics/computeMetrics.ts';
import { type Distribution, percentiles } from '../../../src/core/metrics/distribution.ts';
import { Undelayer } from '../../../src/core/metrics/undelayed.ts';
import { type Stall, type Stalls, stallsOf } from '../../../src/core/request/stalls.ts';
import type { ResponseTrace } from '../../../src/core/request/trace.ts';
import { quantile } from '../../../src/core/stats/percentiles.ts';
import { response, trace } from './samples.ts';

/** An answer whose events were read at these times, seconds of the run. */
function readAt(sentAt: number, at: readonly number[], more: Partial<ResponseTrace> = {}): ResponseTrace {
  const [first = 0] = at;
  const last = at.at(-1) ?? first;
  return trace({
    ...{ sentAt, intendedAt: sentAt, endedAt: last, chunks: at.length },
    ...{ ttft: first - sentAt, ttftAny: first - sentAt, ttlt: last - sentAt },
    tpot: at.length < 2 ? null : (last - first) / (at.length - 1),
    gaps: at.slice(1).map((time, i) => time - (at[i] ?? time)),
    ...more,
  });
}

/** When a client reads what arrives at these times, if it is stopped in these stalls. */
function delayed(at: readonly number[], stalls: readonly Stall[]): number[] {
  return at.map(time => stalls.find(({ from, until }) => time > from && time < until)?.until ?? time);
}

const undelayed = (read: ResponseTrace, stalls: Stalls) => new Undelayer(stalls).of(read);
const steady = (from: number, gap: number, count: number) =>
  Array.from({ length: count }, (_, i) => from + gap * i);
const rounded = (value: number | null | undefined) => Math.round((value ?? Number.NaN) * 1000) / 1000;

describe('times without the delay of this machine', () => {
  const stop: Stall = { from: 10, until: 10.4, to: 10.401 };
  const stalls = stallsOf([stop]);

  it('are null for answers that no stall touches', () => {
    assert.equal(undelayed(readAt(8, steady(8.1, 0.02, 20)), stalls), null);
    assert.equal(undelayed(readAt(9.9, [9.95, 10.45]), stalls), null);
  });

  it('of a first token that waited: the pace of those after it tells when it came', () => {
    const true_ = steady(10.1, 0.05, 20);
    const found = undelayed(readAt(9.8, delayed(true_, [stop])), stalls);
    assert.equal(rounded(found?.likely.ttft), 0.3);
    assert.deepEqual([found?.least.ttft, found?.most.ttft].map(rounded), [0.2, 0.6]);
    assert.equal(rounded(found?.likely.ttlt), rounded(10.1 + 0.95 - 9.8));
    assert.equal(rounded(found?.likely.tpot), 0.05);
    assert.ok(found?.likely.gaps.every(gap => Math.abs(gap - 0.05) < 0.003));
  });

  it('of a last token that waited: the pace of those before it tells when it came', () => {
    const true_ = steady(9.5, 0.05, 14);
    const found = undelayed(readAt(9.4, delayed(true_, [stop])), stalls);
    assert.equal(rounded(found?.likely.ttlt), 0.75);
    assert.deepEqual([found?.least.ttlt, found?.most.ttlt].map(rounded), [0.6, 1]);
  });

  it('of an answer that waited as a whole: it took as long as others do', () => {
    const undelayer = new Undelayer(stalls);
    assert.equal(undelayer.of(readAt(8, steady(8.1, 0.005, 20))), null);
    const found = undelayer.of(readAt(9.9, delayed(steady(10.1, 0.005, 21), [stop])));
    assert.deepEqual([found?.likely.ttft, found?.likely.ttlt].map(rounded), [0.25, 0.35]);
  });

  it('of a body that waited alone: the middle, and the limits', () => {
    const body = trace({
      sentAt: 9.8,
      ttft: null,
      ttftAny: null,
      ttlt: 0.6,
      tpot: null,
      chunks: 1,
      gaps: [],
    });
    const found = undelayed(body, stalls);
    assert.deepEqual(
      [found?.least, found?.likely, found?.most].map(times => rounded(times?.ttlt)),
      [0.2, 0.4, 0.6],
    );
    assert.equal(found?.likely.ttft, null);
  });

  it('never begin before the request was sent', () => {
    const found = undelayed(readAt(10.3, [10.4, 10.5, 10.6]), stalls);
    assert.equal(found?.least.ttft, 0);
  });

  it('a connection that was opened in a stall delays all that follows', () => {
    const opened = { dns: 0.001, connect: 0.299, newConnection: true };
    const found = undelayed(readAt(10.1, [10.5, 10.6, 10.7], opened), stalls);
    assert.deepEqual(
      [found?.least.ttft, found?.likely.ttft, found?.most.ttft].map(rounded),
      [0.101, 0.251, 0.4],
    );
    assert.deepEqual(found?.likely.gaps.map(rounded), [0.1, 0.1]);
  });

  it('of gaps around a late read: the one before is too long and the one after too short', () => {
    const short = stallsOf([{ from: 1, until: 1.0005, to: 1.02 }]);
    const found = undelayed(readAt(0.5, [0.9, 1.015, 1.1]), short);
    assert.deepEqual(found?.likely.gaps.map(rounded), [0.1, 0.1]);
    assert.ok((found?.least.gaps[0] ?? 1) <= 0.1001 && (found?.most.gaps[1] ?? 0) >= 0.0995);
  });
});

/** A load on a server of known times, and a client that is stopped. */
interface Load {
  name: string;
  ttft: number;
  gap: number;
  tokens: number;
  clients: number;
  requests: number;
  stops: readonly (readonly [from: number, length: number])[];
  /** Mean time between two short delays, and their mean length; seconds. */
  short?: readonly [every: number, length: number];
}

const loads: readonly Load[] = [
  { name: 'no stop', ttft: 0.3, gap: 0.02, tokens: 30, clients: 10, requests: 6, stops: [] },
  { name: '0.25 s', ttft: 0.3, gap: 0.01, tokens: 40, clients: 20, requests: 8, stops: [[1.2, 0.25]] },
  {
    name: '0.4 and 0.3 s',
    ttft: 0.1,
    gap: 0.02,
    tokens: 40,
    clients: 20,
    requests: 8,
    stops: [
      [1, 0.4],
      [3, 0.3],
    ],
  },
  { name: '1 s', ttft: 1, gap: 0.03, tokens: 30, clients: 10, requests: 5, stops: [[2.5, 1]] },
  { name: '4 s', ttft: 0.1, gap: 0.03, tokens: 30, clients: 8, requests: 20, stops: [[5, 4]] },
  { name: '4 s in 600', ttft: 0.1, gap: 0.03, tokens: 30, clients: 2, requests: 300, stops: [[5, 4]] },
  {
    name: 'busy',
    ttft: 0.1,
    gap: 0.01,
    tokens: 40,
    clients: 10,
    requests: 8,
    stops: [],
    short: [0.03, 0.006],
  },
  {
    name: 'very busy',
    ttft: 0.05,
    gap: 0.02,
    tokens: 40,
    clients: 10,
    requests: 8,
    stops: [],
    short: [0.05, 0.04],
  },
  {
    name: 'now and then',
    ttft: 0.5,
    gap: 0.05,
    tokens: 20,
    clients: 4,
    requests: 8,
    stops: [],
    short: [2, 0.02],
  },
];

function stallsIn({ stops, short }: Load, random: () => number): Stall[] {
  const list = stops.map(([from, length]) => ({ from, until: from + length, to: from + length }));
  for (let at = 0; short && at < 60; ) {
    const from = at - Math.log(1 - random()) * short[0];
    at = from - Math.log(1 - random()) * short[1];
    list.push({ from, until: at, to: at });
  }
  return list;
}

function simulate(load: Load) {
  const random = seededRandom(7);
  const stalls = stallsIn(load, random);
  const samples: { response: ReturnType<typeof response>; trace: ResponseTrace }[] = [];
  const truth: Record<'ttft' | 'ttlt' | 'tpot' | 'itl', number[]> = { ttft: [], ttlt: [], tpot: [], itl: [] };
  for (let client = 0; client < load.clients; client++) {
    let sentAt = random() * 0.1;
    for (let i = 0; i < load.requests; i++) {
      const at = [sentAt + load.ttft * (0.8 + 0.4 * random())];
      while (at.length < load.tokens) at.push((at.at(-1) ?? 0) + load.gap * (0.9 + 0.2 * random()));
      const [first = 0] = at;
      const last = at.at(-1) ?? 0;
      truth.ttft.push(first - sentAt);
      truth.ttlt.push(last - sentAt);
      truth.tpot.push((last - first) / (at.length - 1));
      truth.itl.push(...at.slice(1).map((time, j) => time - (at[j] ?? 0)));
      const read = readAt(sentAt, delayed(at, stalls));
      samples.push({ response: response(), trace: read });
      sentAt = read.endedAt;
    }
  }
  return { metrics: computeMetrics(samples, {}, { stalls: stallsOf(stalls) }).metrics, truth };
}

describe('the mark of a percentile that this machine changed', () => {
  const verdicts = loads.flatMap(load => {
    const { metrics, truth } = simulate(load);
    return (['ttft', 'ttlt', 'tpot', 'itl'] as const).flatMap(key =>
      (['p50', 'p90', 'p99'] as const).map(percentile => {
        const metric: Distribution = metrics[key];
        const right = quantile(Float64Array.from(truth[key]).sort(), percentiles[percentile].q);
        const deviation = (metric[percentile] ?? Number.NaN) / right - 1;
        const said = metric.clientDelay?.[percentile];
        const marked = clientLimited(metric.clientDelay).includes(percentile);
        return { what: `${load.name}: ${key} ${percentile}`, deviation, said, marked };
      }),
    );
  });

  it('agrees with the truth in at least 95 % of percentiles', () => {
    const wrong = verdicts.filter(({ deviation, marked }) => Math.abs(deviation) > 0.05 !== marked);
    assert.ok(verdicts.some(({ marked }) => marked) && verdicts.some(({ marked }) => !marked));
    assert.ok(wrong.length <= 0.05 * verdicts.length, JSON.stringify(wrong, null, 1));
  });

  it('is never there without a stall', () => {
    const quiet = verdicts.filter(({ what }) => what.startsWith('no stop'));
    assert.deepEqual(
      quiet.filter(({ said }) => said !== undefined),
      [],
    );
  });

  it('says at most what is possible: the truth is within the limit', () => {
    for (const { what, deviation, said, marked } of verdicts) {
      if (!marked || !said || said.atMost === null) continue;
      const beyond = said.likely > 0 ? deviation - said.atMost : said.atMost - deviation;
      assert.ok(beyond <= 0.03, `${what}: ${deviation} is beyond ${said.atMost}`);
    }
  });

  it('is not known without stalls, as in a folder that Python wrote', () => {
    const { metrics } = computeMetrics([{ response: response(), trace: trace() }]);
    assert.equal(metrics.ttft.clientDelay, undefined);
  });
});
