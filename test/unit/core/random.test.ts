import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { seededRandom, seedFor, shuffledOrder } from '../../../src/core/base/random.ts';

function draw(seed: number, count: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, random);
}

describe('seededRandom', () => {
  it('never changes the numbers of a seed, so that runs of different versions are comparable', () => {
    assert.deepEqual(
      draw(0, 3).map(number => Math.round(number * 1e9)),
      [266429209, 329746, 223272027],
    );
  });

  it('gives uniformly distributed numbers in [0, 1) for any seed', () => {
    fc.assert(
      fc.property(fc.integer(), seed => {
        const numbers = draw(seed, 2000);
        assert.ok(numbers.every(number => number >= 0 && number < 1));
        const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
        // Five standard errors of the mean of 2000 uniform numbers.
        assert.ok(Math.abs(mean - 0.5) < (5 * Math.sqrt(1 / 12)) / Math.sqrt(2000), String(mean));
      }),
    );
  });
});

describe('seedFor', () => {
  it('gives neighbouring indexes different seeds', () => {
    const seeds = [0, 1, 2, -1, 12345].flatMap(seed =>
      Array.from({ length: 1000 }, (_, i) => seedFor(seed, i)),
    );
    const ofOneRun = seeds.slice(0, 1000);
    assert.equal(new Set(ofOneRun).size, 1000);
    assert.notDeepEqual(draw(seedFor(0, 0), 5), draw(seedFor(0, 1), 5));
  });
});

describe('shuffledOrder', () => {
  it('contains every index once, in an order that depends on the seed', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(200), (seed, length) => {
        const order = shuffledOrder(length, seededRandom(seed));
        assert.deepEqual(
          [...order].sort((a, b) => a - b),
          Array.from({ length }, (_, i) => i),
        );
        assert.deepEqual(order, shuffledOrder(length, seededRandom(seed)));
      }),
    );
  });

  it('gives every order of three with about the same probability', () => {
    const counts = new Map<string, number>();
    const random = seededRandom(1);
    for (let i = 0; i < 6000; i += 1) {
      const order = shuffledOrder(3, random).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    assert.equal(counts.size, 6);
    for (const count of counts.values()) assert.ok(Math.abs(count - 1000) < 150, String(count));
  });
});
