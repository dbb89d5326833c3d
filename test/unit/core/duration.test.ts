import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parseDuration } from '../../../src/core/base/duration.ts';
import { UserError } from '../../../src/core/base/errors.ts';

describe('parseDuration', () => {
  it('reads every unit as seconds', () => {
    const written = [30, 0.5, '30', ' 30 ', '30s', '1.5m', '2 min', '250ms', '1h', '0'];
    assert.deepEqual(
      written.map(value => parseDuration(value, 'x')),
      [30, 0.5, 30, 30, 30, 90, 120, 0.25, 3600, 0],
    );
  });

  it('rejects anything else and names what the time is for', () => {
    for (const value of ['', 's', '1,5s', '-1s', '1e3', '30 seconds', '1m30s', '5d', 'Infinity']) {
      assert.throws(
        () => parseDuration(value, '"timeout"'),
        new UserError(`"timeout" must be a time such as 30, "30s", "1.5m" or "250ms", not "${value}".`),
      );
    }
  });

  it('reads back written times', () => {
    fc.assert(
      fc.property(
        fc.nat(1e6),
        fc.constantFrom<[string, number]>(['ms', 1], ['s', 1000], ['m', 60_000], ['h', 3_600_000]),
        (n, [unit, milliseconds]) => {
          assert.equal(parseDuration(`${n}${unit}`, 'x'), (n * milliseconds) / 1000);
        },
      ),
    );
  });
});
