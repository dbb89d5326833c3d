import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/core/base/random.ts';
import { clientDependence } from '../../../src/core/compare/clientDependence.ts';
import { requestColumn } from '../../../src/core/compare/comparedMetrics.ts';
import { compareLatency } from '../../../src/core/compare/compareLatency.ts';
import { compareSamples } from '../../../src/core/compare/compareSamples.ts';
import { runTiming } from '../../../src/core/compare/runTiming.ts';
import type { Sample } from '../../../src/core/compare/sample.ts';
import { lognormal, normal, type Simulated, simulatedSample } from './simulated.ts';

/** Each client has a factor of its own; they vary `between` times as much as the requests of one client. */
function run(seed: number, between: number, changes: Partial<Simulated> = {}): Sample {
  const random = seededRandom(seed * 31 + 7);
  const factors = Array.from({ length: 10 }, () => Math.exp(0.2 * between * normal(random)));
  return simulatedSample({
    ...{ seed, n: 500, clients: 10, startsAt: seed * 1000, ttft: lognormal(0.2, 0.2) },
    change: ({ response, trace }) => ({
      response,
      trace: trace && { ...trace, ttft: (trace.ttft ?? 0) * (factors[trace.client] ?? 1) },
    }),
    ...changes,
  });
}

const found = (between: number, changes: Partial<Simulated> = {}) =>
  Array.from({ length: 200 }, (_, seed) => clientDependence(run(seed, between, changes), 'ttft'));
const detected = (runs: ReturnType<typeof found>) => runs.filter(one => one !== null).length / runs.length;

describe('correlated requests of the same client', () => {
  it('are detected if clients vary half as much as requests, and rarely if they do not vary', () => {
    const [dependent, independent] = [detected(found(0.5)), detected(found(0))];
    assert.ok(dependent > 0.95, `${dependent}`);
    assert.ok(independent < 0.03, `${independent}`);
    const few = detected(found(0, { n: 25 }));
    assert.ok(few < 0.03, `${few}`);
  });

  it('have the effective sample size that theory gives', () => {
    // Ten clients with fifty requests each; a fifth of the variance is between clients: 1 + 49 * 0.2.
    const dependent = found(0.5);
    const effects = dependent.flatMap(one => one?.designEffect ?? []);
    const typical = effects.reduce((sum, effect) => sum + effect, 0) / effects.length;
    assert.ok(typical > 8 && typical < 13, `${typical}`);
    const [one] = dependent;
    assert.equal(one?.effectiveSize, 500 / (one?.designEffect ?? 0));
  });

  it('are not detected for one client, one request each, equal values, or runs without traces', () => {
    const alone = run(1, 1, { clients: 1 });
    const each = run(1, 1, { n: 10 });
    const equal = run(1, 0, { ttft: () => 0.2 });
    const untraced = run(1, 1, { change: ({ response }) => ({ response, trace: null }) });
    assert.deepEqual(
      [alone, each, equal, untraced].map(sample => clientDependence(sample, 'ttft')),
      [null, null, null, null],
    );
    assert.equal(clientDependence(run(1, 1), 'error_rate'), null);
  });

  it('count once per client if all requests of a client have the same value', () => {
    const own = run(1, 0, {
      change: ({ response, trace }) => ({ response, trace: trace && { ...trace, ttft: trace.client + 1 } }),
    });
    assert.equal(Math.round(clientDependence(own, 'ttft')?.effectiveSize ?? 0), 10);
  });

  it('are reported as a caution if clients are few, or the runs were interleaved', () => {
    const ids = (clients: number, startsAt: number) => {
      const samples = [run(1, 0, { clients }), run(2, 2, { clients, startsAt })];
      return compareSamples(samples, { resamples: 100 })[0]?.reasons ?? [];
    };
    assert.deepEqual(
      [ids(4, 1500), ids(10, 1000.3), ids(10, 1500)].map(reasons => reasons.map(({ id }) => id)),
      [['client-dependence'], ['client-dependence'], []],
    );
    assert.match(
      ids(4, 1500)[0]?.because ?? '',
      /so the effective sample size is only \d+ in run and the intervals are too narrow$/,
    );
  });

  it('give wrong verdicts on equal endpoints no more often than others if clients are resampled', () => {
    for (const between of [0, 0.5]) {
      const verdicts = Array.from({ length: 100 }, (_, i) => {
        const [a, b] = [run(2 * i, between), run(2 * i + 1, between)];
        return compareLatency(requestColumn(a, 'ttft'), requestColumn(b, 'ttft'), {
          timing: runTiming(a, b),
          better: 'lower',
          wanted: ['median', 'mean', 'p90'],
          seed: 0,
          resamples: 500,
        }).map(({ verdict }) => verdict);
      });
      for (const [i, statistic] of ['median', 'mean', 'p90'].entries()) {
        const wrong = verdicts.filter(found => found[i] !== 'no detectable difference').length;
        assert.ok(wrong <= 8, `${wrong} of 100 for the ${statistic}, clients ${between} apart`);
      }
    }
  });
});
