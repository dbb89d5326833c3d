import assert from 'node:assert/strict';
import { gate } from '../../../src/cli/options/comparisonOptions.ts';
import { exitCodes } from '../../../src/cli/process/exitCodes.ts';
import { comparedMarkdown, comparedText } from '../../../src/cli/result/comparisonText.ts';
import { styles } from '../../../src/cli/terminal/style.ts';
import { type CompareOptions, compareSamples } from '../../../src/core/compare/compareSamples.ts';
import { comparisonRows } from '../../../src/core/compare/comparisonTable.ts';
import { compareParts } from '../../../src/core/compare/parts.ts';
import { partSentences } from '../../../src/core/compare/partsWords.ts';
import type { PairComparison } from '../../../src/core/compare/result.ts';
import { loadTestLevels } from '../../../src/core/loadTest/levelParts.ts';
import { ttftRecipe } from '../../../src/core/recipes/twoEndpoints.ts';
import type { MeasuredRequest } from '../../../src/core/request/measuredRequest.ts';
import { runsBody } from '../../../src/results/report/runsReport.ts';
import { compared } from '../../webview/harness/experimentFixtures.ts';
import { lognormal, type Simulated, simulatedSample } from './simulated.ts';

const median = 0.4;

/** A run of the same endpoint as every other one here. */
function run(fields: Partial<Simulated> = {}) {
  return simulatedSample({ ...settings, ...fields });
}
const settings: Simulated = { name: 'A', n: 120, clients: 4, seed: 1, ttft: lognormal(median, 0.3) };

function failed(request: MeasuredRequest): MeasuredRequest {
  return {
    response: { ...request.response, error: 'timed out' },
    trace: request.trace && { ...request.trace, reason: 'timeout' },
  };
}

/** Fails what takes longer than `limit`, as a timeout does. */
const failingSlow = (limit: number): Partial<Simulated> => ({
  name: 'B',
  seed: 2,
  startsAt: 500,
  change: request => ((request.trace?.ttft ?? 0) > limit ? failed(request) : request),
});
const failingAll: Partial<Simulated> = { change: failed };

function pairOf(a: Partial<Simulated>, b: Partial<Simulated>, options: CompareOptions = {}): PairComparison {
  const [pair] = compareSamples([run(a), run({ name: 'B', seed: 2, startsAt: 500, ...b })], {
    resamples: 500,
    ...options,
  });
  assert.ok(pair);
  return pair;
}

const metric = (pair: PairComparison, wanted: string) => pair.metrics.find(({ key }) => key === wanted);

describe('a side that fails more requests', () => {
  const survivor = pairOf({}, failingSlow(0.48));

  it('is worse and fails a gate, whatever the deciding metric is', () => {
    for (const decidingMetric of ['ttft', 'ttlt', 'tpot', 'output_token_throughput'] as const) {
      const pair = pairOf({}, failingSlow(0.48), { decidingMetric });
      assert.deepEqual([pair.judgement, gate([pair])], ['worse', exitCodes.failed], decidingMetric);
      assert.match(pair.conclusion, /^Error rate is [\d.]+ points higher .*: worse\. /);
    }
  });

  it('is not better because its slow requests failed: failed requests are infinitely slow', () => {
    const ttft = metric(survivor, 'ttft');
    assert.deepEqual(
      ttft?.statistics.map(({ statistic, verdict }) => [statistic, verdict]),
      [
        ['median', 'no detectable difference'],
        ['mean', 'not enough data'],
        ['p90', 'worse'],
        ['p99', 'not enough data'],
      ],
    );
    assert.match(ttft?.sentence ?? '', /, with failed requests counted as infinitely slow/);
    assert.equal(ttft?.statistics[0]?.candidate.n, 120);
    const [, mean, p90] = comparisonRows(survivor);
    assert.match(mean?.note ?? '', /^A failed request has no time/);
    assert.deepEqual(
      [p90?.candidate, p90?.verdict, p90?.note],
      ['∞', 'worse', 'For the candidate, so many requests failed that this percentile has no upper limit.'],
    );
  });

  it('is called better in nothing without a reason beside it', () => {
    const faster = pairOf({}, { ...failingSlow(0.25), ttft: lognormal(0.2, 0.3) });
    const ttft = metric(faster, 'ttft');
    assert.equal(ttft?.verdict, 'better');
    assert.deepEqual(ttft?.notComparable, ['significantly more requests of B failed']);
    assert.equal(faster.judgement, 'worse');
    assert.match(
      faster.conclusion,
      /^Error rate is .*: worse\. Not comparable because significantly more requests of B failed\. As measured: TTFT median is .*: better\.$/,
    );
  });

  it('leads every front end', () => {
    const content = compared([
      { ...settings, n: 80 },
      { ...settings, n: 80, name: 'B', startsAt: 500, errorShare: 0.4, seed: 2 },
    ]);
    const { pairs } = content.comparison;
    const lead = pairs[0]?.moreFailures ?? '';
    assert.match(lead, /^Error rate is .*: worse\.$/);
    assert.ok(pairs[0]?.conclusion.startsWith(lead));
    const frontEnds = [
      comparedText([], pairs, styles(false)).join('\n'),
      comparedMarkdown([], pairs),
      runsBody([], content).join('\n'),
    ];
    for (const text of frontEnds) assert.ok(text.includes(`${lead} `), text);
    const samples = [run(), run({ name: 'B', startsAt: 500, errorShare: 0.4, seed: 2 })];
    const [finding] = ttftRecipe.findings({ samples, pairs: compareSamples(samples) });
    assert.match(finding ?? '', /^B against A: Error rate is .*: worse\. TTFT median/);
  });

  it('is judged so at every level of a load test', () => {
    const test = (name: string, fields: Partial<Simulated>) => ({
      name,
      parts: [2, 4].map(clients => ({
        label: `${clients} clients`,
        sample: run({ clients, ...(clients === 4 ? fields : {}) }),
      })),
    });
    const [comparison] = compareParts(
      [test('A', {}), test('B', { errorShare: 0.3, startsAt: 500 })],
      loadTestLevels,
    );
    assert.ok(comparison);
    const judgements = comparison.parts.map(({ pair }) => pair.judgement);
    assert.equal(judgements[1], 'worse');
    assert.match(partSentences(comparison)[1] ?? '', /^4 clients: Error rate is .*: worse\. TTFT median/);
  });

  it('among several may do so by chance', () => {
    const others = Array.from({ length: 12 }, (_, i) =>
      run({ name: `B${i}`, seed: i + 3, startsAt: 500 * (i + 1) }),
    );
    const unlucky = run({
      name: 'C',
      seed: 2,
      startsAt: 9000,
      change: (one, i) => (i < 6 ? failed(one) : one),
    });
    const alone = compareSamples([run(), unlucky], { resamples: 100 })[0];
    const among = compareSamples([run(), ...others, unlucky], { resamples: 100 }).at(-1);
    assert.deepEqual([alone?.judgement, among?.moreFailures], ['worse', null]);
    assert.notEqual(among?.judgement, 'worse');
    assert.match(among?.conclusion ?? '', /Among 13 candidates, one may appear different by chance\.$/);
  });
});

describe('failures on both sides', () => {
  it('in equal shares leave the times of successful requests comparable', () => {
    const fifth = { change: (one: MeasuredRequest, i: number) => (i % 5 === 0 ? failed(one) : one) };
    const pair = pairOf(fifth, fifth);
    const [found] = metric(pair, 'ttft')?.statistics ?? [];
    assert.deepEqual([found?.baseline.n, found?.failuresCount], [96, undefined]);
    assert.equal(pair.judgement, 'no detectable difference');
  });

  it('beyond half of the requests leave no median to compare', () => {
    const pair = pairOf({ errorShare: 0.7 }, { errorShare: 0.71 });
    assert.equal(gate([pair]), exitCodes.undecided);
    assert.match(pair.conclusion, /^TTFT median: not enough data\. On both sides, so many requests failed/);
  });

  it('of a baseline alone do not make the candidate worse', () => {
    const pair = pairOf({ errorShare: 0.7 }, {});
    assert.equal(metric(pair, 'ttft')?.verdict, 'better');
    assert.equal(gate([pair]), exitCodes.ok);
  });

  it('survive as they are when sent from one thread to another', () => {
    const pairs = [pairOf({}, failingSlow(0.48)), pairOf({ errorShare: 0.3 }, { errorShare: 0.45 })];
    assert.deepEqual(JSON.parse(JSON.stringify(pairs)), pairs);
  });
});

describe('a side without a successful request', () => {
  it('cannot be judged if the other one has none either, whatever decides', () => {
    for (const decidingMetric of [undefined, 'request_throughput', 'error_rate'] as const) {
      const pair = pairOf(failingAll, failingAll, decidingMetric && { decidingMetric });
      assert.deepEqual([pair.judgement, gate([pair])], ['cannot be judged', exitCodes.undecided]);
      assert.match(pair.conclusion, /no request succeeded in either run/);
    }
    assert.equal(
      pairOf(failingAll, failingAll).conclusion,
      'TTFT cannot be judged: no request succeeded in either run.',
    );
  });

  it('is worse if it is the candidate, and not judged if it is the baseline', () => {
    const worse = pairOf({}, failingAll);
    assert.equal(gate([worse]), exitCodes.failed);
    assert.match(worse.conclusion, /^Error rate is 100 points higher .*: worse\. TTFT cannot be judged: /);
    assert.equal(gate([pairOf(failingAll, {})]), exitCodes.undecided);
  });
});
