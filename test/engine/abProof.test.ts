import assert from 'node:assert/strict';
import type { PairComparison } from '../../src/core/compare/result.ts';
import { quantile } from '../../src/core/stats/percentiles.ts';
import { fixed, lognormal } from '../../src/simulator/scenario/distribution.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import type { Truth } from '../../src/simulator/truth/truthLog.ts';
import { withEngine } from './support/engine.ts';

/** True medians of TTFT in seconds; answers are short, so that 500 requests of each arm take 5 s. */
const medians = { plain: 0.1, twin: 0.1, slower: 0.105 } as const;
type Name = keyof typeof medians;

/**
 * Chance of a false alarm. What the server does is drawn from fixed seeds, so the same 500 times are
 * served in every repetition of a test, and those of these seeds have medians that differ as their
 * distributions do, within a tenth of an interval's half-width. Left is the noise of the machine: since the
 * arms alternate it is added to both alike, and the verdicts would fail only if it moved one arm's median
 * against the other's by 1.3 ms and more, many times its standard error.
 */
const seeds: Record<Name, number> = { plain: 4, twin: 7, slower: 11 };
const scenario = (name: Name) => ({
  ttft: lognormal(medians[name], 0.1),
  itl: fixed(0.0005),
  tokens: fixed(4),
  seed: seeds[name],
});

const load = { prompt: 'hi', clients: 20, requests: 25, warmup: 1, maxTokens: 8 };

async function race(simulator: Simulator, baseline: Name, candidate: Name): Promise<PairComparison> {
  return withEngine(async (engine, folder) => {
    const arms = [baseline, candidate].map(name => ({
      name,
      plan: {
        ...load,
        endpoint: { kind: 'openai-chat', model: name, baseUrl: `${simulator.url}/${name}/v1` },
      },
      secrets: {},
    }));
    const { state, comparison } = await engine.request('abRun', {
      runId: 'ab',
      arms,
      headline: 'ttft',
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

describe('A/B runs against the truth of the server, n = 500', function () {
  this.timeout(60_000);
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
      const found = median(await race(simulator, baseline, candidate));
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
    assert.ok(detectable?.relative && detectable.relative < 0.04, 'a difference of 4 % would have shown');
  });
});
