import assert from 'node:assert/strict';
import { gate } from '../../../src/cli/options/comparisonOptions.ts';
import { exitCodes } from '../../../src/cli/process/exitCodes.ts';
import { missedText } from '../../../src/cli/result/missedText.ts';
import { type CompareOptions, compareSamples } from '../../../src/core/compare/compareSamples.ts';
import { headingOf } from '../../../src/core/compare/heading.ts';
import type { PairComparison } from '../../../src/core/compare/result.ts';
import { marginOutcomes } from '../../audit/margins.ts';
import { lognormal, type Simulated, simulatedSample } from './simulated.ts';

type Run = Partial<Simulated>;

/** Two runs, one after the other; the median TTFT of the candidate is `ratio` times 0.2 s. */
function compare(
  ratio: number,
  options: CompareOptions = {},
  changes: { n?: number; a?: Run; b?: Run } = {},
) {
  const { n = 500, a, b } = changes;
  const baseline = simulatedSample({ name: 'A', seed: 1, n, ttft: lognormal(0.2, 0.2), ...a });
  const candidate = simulatedSample({
    ...{ name: 'B', seed: 2, n, startsAt: 1000, ttft: lognormal(0.2 * ratio, 0.2) },
    ...b,
  });
  return compareSamples([baseline, candidate], { resamples: 1000, ...options }) as [PairComparison];
}

const missedBy = ([pair]: [PairComparison]) => missedText([{ label: pair.candidate, pair }]);

describe('a margin', () => {
  it('passes only what is shown not to be worse by more', () => {
    const pairs = compare(1, { margin: 0.1 });
    assert.deepEqual([pairs[0].judgement, gate(pairs)], ['not worse', exitCodes.ok]);
    assert.match(
      pairs[0].conclusion,
      / Not worse by more than 10 %: the interval ends at \d\.\d % (high|low)er\.$/,
    );
    assert.equal(headingOf(pairs[0]), 'B is not worse');
    assert.deepEqual(missedBy(pairs), []);
  });

  it('passes a difference that is real but within the margin', () => {
    const pairs = compare(1.1, { margin: 0.2 });
    assert.equal(pairs[0].metrics[0]?.verdict, 'worse');
    assert.deepEqual([pairs[0].judgement, gate(pairs)], ['not worse', exitCodes.ok]);
    assert.match(pairs[0].conclusion, /: worse\. Not worse by more than 20 %: /);
  });

  it('fails only what is shown to be worse by more', () => {
    const pairs = compare(1.3, { margin: 0.1 });
    assert.deepEqual([pairs[0].judgement, gate(pairs)], ['worse', exitCodes.failed]);
    assert.match(pairs[0].conclusion, / Worse by more than 10 %: the interval begins at [\d.]+ % higher\.$/);
  });

  it('is undecided otherwise, and says what would decide', () => {
    for (const [ratio, n] of [
      [1, 20],
      [1.07, 200],
    ] as const) {
      const pairs = compare(ratio, { margin: 0.05 }, { n });
      assert.deepEqual([pairs[0].judgement, gate(pairs)], ['undecided', exitCodes.undecided]);
      assert.match(
        pairs[0].conclusion,
        / Undecided whether worse by more than 5 %: the interval reaches from .* (If the difference stays as measured, about \d+ times as many requests would decide|The difference is so close to the margin that more than 100 times as many requests are needed)\.$/,
      );
    }
  });

  it('of a metric that is better higher, or of a share, looks at the harmful side', () => {
    const [rate] = compare(1.5, { margin: 0.05, decidingMetric: 'request_throughput' }, { n: 300 });
    assert.match(rate.conclusion, /Worse by more than 5 %: the interval begins at [\d.]+ % lower\.$/);
    const [share] = compare(1, { margin: 0.05, decidingMetric: 'error_rate' });
    assert.match(
      share.conclusion,
      /Not worse by more than 5 points: the interval ends at [\d.]+ points higher\.$/,
    );
  });

  it('comes after more failures, and after what cannot be judged', () => {
    const failing = compare(1, { margin: 0.5 }, { b: { errorShare: 0.2 } });
    assert.deepEqual([failing[0].judgement, gate(failing)], ['worse', exitCodes.failed]);
    const other = compare(1, { margin: 0.5 }, { b: { clients: 4 } });
    assert.deepEqual([other[0].judgement, other[0].margin], ['cannot be judged', null]);
    const few = compare(1, { margin: 0.5 }, { n: 6 });
    assert.deepEqual([few[0].judgement, few[0].margin], ['cannot be judged', null]);
  });

  it('of several candidates fails one only if it is worse beyond chance among all', () => {
    const run = (name: string, seed: number, ratio: number) =>
      simulatedSample({ name, seed, n: 60, startsAt: seed * 1000, ttft: lognormal(0.2 * ratio, 0.2) });
    const pairs = compareSamples(
      [run('A', 1, 1), run('B', 2, 1), ...[3, 4, 5, 6, 7].map(i => run(`C${i}`, i, 1)), run('D', 8, 1.6)],
      { margin: 0.1, resamples: 1000 },
    );
    assert.equal(pairs.at(-1)?.judgement, 'worse');
    assert.ok(
      pairs.slice(0, -1).every(({ judgement }) => judgement === 'not worse' || judgement === 'undecided'),
    );
    assert.equal(gate(pairs), exitCodes.failed);
  });

  it('is wrong in at most 1 of 20 cases about a loss of exactly its size', () => {
    const { worse, notWorse } = marginOutcomes({ shape: 'lognormal .3', n: 60, margin: 0.2, loss: 0.2 }, 200);
    // At most 2.5 % each, and two standard errors.
    assert.ok(worse <= 0.05 && notWorse <= 0.05, `${worse} ${notWorse}`);
  });
});

describe('a gate without a margin', () => {
  it('says what it may have missed when it passes', () => {
    const pairs = compare(1, {}, { n: 20 });
    assert.equal(gate(pairs), exitCodes.ok);
    assert.match(
      missedBy(pairs)[0] ?? '',
      /^Without a margin, --fail-on worse passes whatever is not shown to be worse\. These runs leave room for: TTFT median up to [\d.]+ % higher; Error rate up to [\d.]+ points higher \(ends of the 95 % intervals\)\. To pass only .* --margin 5%\.$/,
    );
  });
});

describe('a difference below the smallest relevant size', () => {
  it('is not called worse or better, however certain it is', () => {
    const constant = (ttft: number): Run => ({ ttft: random => ttft + 0.0002 * random() });
    const pairs = compare(1, {}, { a: constant(0.2), b: constant(0.2006) });
    assert.equal(pairs[0].metrics[0]?.verdict, 'no relevant difference');
    assert.match(
      pairs[0].conclusion,
      /^TTFT median is 0\.\d+ % higher \(0\.\d+ to 0\.\d+ %\): no relevant difference\.$/,
    );
    assert.deepEqual([pairs[0].judgement, gate(pairs)], ['no relevant difference', exitCodes.ok]);
  });

  it('is the error of the timer for short times', () => {
    const short = (ttft: number): Run => ({ ttft: random => ttft + 0.00002 * random() });
    const [pair] = compare(1, {}, { a: short(0.005), b: short(0.0054) });
    assert.equal(pair.metrics[0]?.verdict, 'no relevant difference');
    const [more] = compare(1, {}, { a: short(0.005), b: short(0.0056) });
    assert.equal(more.metrics[0]?.verdict, 'worse');
  });

  it('is shown if the interval holds no larger one', () => {
    const steady = (seed: number): Run => ({ seed, ttft: lognormal(0.2, 0.01) });
    const [pair] = compare(1, {}, { a: steady(1), b: steady(2) });
    assert.match(
      pair.conclusion,
      /^TTFT median: no relevant difference \(0\.\d+ % lower to 0\.\d+ % higher\)\.$/,
    );
  });

  it('does not exist for shares: every failure matters', () => {
    const [pair] = compare(1, {}, { n: 4000, b: { errorShare: 0.005 } });
    assert.equal(pair.judgement, 'worse');
  });
});
