import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/core/base/random.ts';
import { arrangementOf } from '../../../src/core/compare/arrangement.ts';
import { clientDependence } from '../../../src/core/compare/clientDependence.ts';
import { requestColumn } from '../../../src/core/compare/comparedMetrics.ts';
import { compareLatency } from '../../../src/core/compare/compareLatency.ts';
import { compareSamples } from '../../../src/core/compare/compareSamples.ts';
import type { Sample } from '../../../src/core/compare/sample.ts';
import { lognormal, normal, type Simulated, simulatedSample } from './simulated.ts';

/** Clients whose times differ by a factor of their own, `between` times as much as those of one client. */
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
const told = (runs: ReturnType<typeof found>) => runs.filter(one => one !== null).length / runs.length;

describe('requests of one client that resemble each other', () => {
  it('are seen where clients differ by half of what requests differ, and seldom where they do not', () => {
    const [dependent, independent] = [told(found(0.5)), told(found(0))];
    assert.ok(dependent > 0.95, `${dependent}`);
    assert.ok(independent < 0.03, `${independent}`);
    const few = told(found(0, { n: 25 }));
    assert.ok(few < 0.03, `${few}`);
  });

  it('are counted at what they are worth', () => {
    // Ten clients of fifty requests, a fifth of whose variance is that of the client: 1 + 49 * 0.2.
    const dependent = found(0.5);
    const effects = dependent.flatMap(one => one?.designEffect ?? []);
    const typical = effects.reduce((sum, effect) => sum + effect, 0) / effects.length;
    assert.ok(typical > 8 && typical < 13, `${typical}`);
    const [one] = dependent;
    assert.equal(one?.worth, 500 / (one?.designEffect ?? 0));
  });

  it('are none of one client, of a request each, of equal values and of runs without traces', () => {
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

  it('are infinitely sure where each client has a value of its own', () => {
    const own = run(1, 0, {
      change: ({ response, trace }) => ({ response, trace: trace && { ...trace, ttft: trace.client + 1 } }),
    });
    assert.equal(Math.round(clientDependence(own, 'ttft')?.worth ?? 0), 10);
  });

  it('make a caution where clients are few, or the runs took turns', () => {
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
      /tell only as much as independent ones of this number: \d+ in run\. The intervals are too narrow$/,
    );
  });

  it('give wrong verdicts on equal endpoints no more often than others where clients are resampled', () => {
    for (const between of [0, 0.5]) {
      const verdicts = Array.from({ length: 100 }, (_, i) => {
        const [a, b] = [run(2 * i, between), run(2 * i + 1, between)];
        return compareLatency(requestColumn(a, 'ttft'), requestColumn(b, 'ttft'), {
          arrangement: arrangementOf(a, b),
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
