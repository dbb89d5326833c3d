import assert from 'node:assert/strict';
import type { PairComparison } from '../../src/core/compare/result.ts';
import { quantile } from '../../src/core/stats/percentiles.ts';
import { fixed, lognormal } from '../../src/simulator/scenario/distribution.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import type { Truth } from '../../src/simulator/truth/truthLog.ts';
import { measure, withEngine } from './support/engine.ts';

/**
 * True medians of TTFT in seconds. They differ by 25 ms, which a busy machine does not hide, and 100 clients
 * make 500 requests of each side in some seconds.
 */
const medians = { plain: 0.5, twin: 0.5, slower: 0.525 } as const;
type Name = keyof typeof medians;

/**
 * Chance of a false alarm. What the server does is drawn from fixed seeds, so the same 500 times are
 * served in every repetition of a test, and those of these seeds have medians within 0.05 % of their
 * distributions'; an interval reaches 1.6 % to either side. Left is the noise of the machine: since the
 * sides alternate it is added to both alike, and a verdict would be wrong only if it moved one side's median
 * against the other's by 7 ms and more (17 ms for the sides that differ), with hundreds of requests of both
 * in each second of it.
 */
const seeds: Record<Name, number> = { plain: 27, twin: 6, slower: 6 };
const scenario = (name: Name) => ({
  ttft: lognormal(medians[name], 0.1),
  itl: fixed(0.0005),
  tokens: fixed(4),
  seed: seeds[name],
});

const load = { prompt: 'hi', clients: 100, requests: 5, warmup: 1, rampUp: 0.5, maxTokens: 8 };

async function race(simulator: Simulator, baseline: Name, candidate: Name): Promise<PairComparison> {
  return withEngine(async (engine, folder) => {
    const sides = [baseline, candidate].map(name => ({
      name,
      plan: {
        ...load,
        endpoint: { kind: 'openai-chat', model: name, baseUrl: `${simulator.url}/${name}/v1` },
      },
      secrets: {},
    }));
    const { state, comparison } = await measure(engine, 'ab', {
      sides,
      decidingMetric: 'ttft',
      baseFolder: folder,
      defaultOutput: 'runs',
      network: {},
    });
    const [pair] = comparison?.pairs ?? [];
    assert.equal(state, 'saved');
    assert.ok(pair);
    assert.equal(pair.arrangement, 'interleaved');
    return pair;
  });
}

/** Median of what the server did in the last 500 answers of a scenario, which are the measured ones. */
function servedMedian(truth: readonly Truth[], name: Name): number {
  const times = truth.filter(({ scenario }) => scenario === name).slice(-500);
  assert.equal(times.length, 500);
  return quantile(Float64Array.from(times, ({ ttft }) => ttft ?? Number.NaN).sort(), 0.5);
}

function median(pair: PairComparison) {
  const [found] = pair.metrics.find(({ key }) => key === 'ttft')?.statistics ?? [];
  assert.ok(found?.difference);
  assert.deepEqual([found.statistic, found.baseline.n, found.candidate.n], ['median', 500, 500]);
  return { ...found.difference, verdict: found.verdict };
}

/** On a machine that starves engine and server it must say so, and may then see no difference; never a wrong one. */
function tooBusy({ reasons }: PairComparison): boolean {
  return reasons.some(({ id }) => id === 'client-limited');
}

describe('A/B runs against the truth of the server, n = 500', () => {
  let simulator: Simulator;

  beforeEach(async () => {
    simulator = await startSimulator({
      scenarios: { plain: scenario('plain'), twin: scenario('twin'), slower: scenario('slower') },
    });
  });

  afterEach(() => simulator.close());

  for (const [baseline, candidate, verdict] of [
    ['slower', 'plain', 'better'],
    ['plain', 'slower', 'worse'],
  ] as const) {
    it(`true medians of ${medians[baseline]} and ${medians[candidate]} s are found to be ${verdict}, with an interval that covers the truth`, async () => {
      const pair = await race(simulator, baseline, candidate);
      const found = median(pair);
      if (tooBusy(pair) && found.verdict === 'no detectable difference') return;
      assert.equal(found.verdict, verdict);
      const drawn = medians[candidate] - medians[baseline];
      const served = servedMedian(simulator.truth(), candidate) - servedMedian(simulator.truth(), baseline);
      for (const truth of [drawn, served]) {
        const { low, high } = found.absolute;
        assert.ok(low < truth && truth < high, `${truth} is in ${low} to ${high}`);
      }
      const relative = medians[candidate] / medians[baseline] - 1;
      assert.ok(found.relative && found.relative.low < relative && relative < found.relative.high);
    });
  }

  it('finds no detectable difference between two that are alike', async () => {
    const pair = await race(simulator, 'plain', 'twin');
    const { verdict, detectable, absolute } = median(pair);
    assert.equal(verdict, 'no detectable difference');
    assert.match(pair.conclusion, /TTFT median: no detectable difference/);
    assert.ok(absolute.low < 0 && absolute.high > 0);
    const fine = detectable?.higher?.relative && detectable.higher.relative < 0.04;
    assert.ok(fine || tooBusy(pair), 'a difference of 4 % would have shown');
  });
});
