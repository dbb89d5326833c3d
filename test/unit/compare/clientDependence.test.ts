import assert from 'node:assert/strict';
import { clientDependence } from '../../../src/core/compare/clientDependence.ts';
import { compareSamples } from '../../../src/core/compare/compareSamples.ts';
import type { Sample } from '../../../src/core/compare/sample.ts';
import { seededRandom } from '../../../src/core/random.ts';
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
    const effects = found(0.5).flatMap(one => one?.designEffect ?? []);
    const typical = effects.reduce((sum, effect) => sum + effect, 0) / effects.length;
    assert.ok(typical > 8 && typical < 13, `${typical}`);
    const [one] = found(0.5);
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

  it('make a caution, also where runs took turns', () => {
    for (const startsAt of [1500, 1000.3]) {
      const [pair] = compareSamples([run(1, 0), run(2, 1, { startsAt })], { resamples: 100 });
      assert.deepEqual(
        pair?.reasons.map(({ id, severity }) => `${severity} ${id}`),
        ['caution client-dependence'],
      );
      assert.match(
        pair?.reasons[0]?.because ?? '',
        /tell only as much as independent ones of this number: \d+ in run\. The intervals are too narrow$/,
      );
    }
  });
});
