import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  countOf,
  formatCount,
  formatDuration,
  formatMoment,
  formatPercent,
  formatQuantity,
  formatSeconds,
  missing,
  quantityScale,
} from '../../../src/core/format/quantities.ts';

describe('formatted numbers', () => {
  it('chooses the unit and the decimals by size', () => {
    assert.deepEqual(
      [0, 0.0000005, 0.00045, 0.00182, 0.0182, 0.182, 0.9994, 1.43, 12.34, 240].map(formatSeconds),
      ['0 ms', '0.50 µs', '450 µs', '1.82 ms', '18.2 ms', '182 ms', '999 ms', '1.43 s', '12.3 s', '240 s'],
    );
  });

  it('shows a rounding error as zero', () => {
    assert.deepEqual([1e-17, -2e-16, 4.9e-9, 5e-9].map(formatSeconds), ['0 ms', '0 ms', '0 ms', '0.01 µs']);
  });

  it('uses one scale for numbers that readers compare', () => {
    const scale = quantityScale('s', 0.182);
    assert.deepEqual([0.182, 1.4301, 0.0042].map(scale.text), ['182 ms', '1,430 ms', '4 ms']);
  });

  it('leaves other units unchanged and writes whole numbers without decimals', () => {
    assert.deepEqual(
      [formatQuantity(48.25, 'tokens/s'), formatQuantity(12540, 'tokens'), formatQuantity(1.5, '')],
      ['48.3 tokens/s', '12,540 tokens', '1.50'],
    );
  });

  it('never shows a missing value as a number', () => {
    const nothing = [null, Number.NaN, Number.POSITIVE_INFINITY];
    for (const format of [formatSeconds, formatCount, formatPercent, formatDuration, formatMoment]) {
      assert.deepEqual(nothing.map(format), [missing, missing, missing]);
    }
    assert.equal(quantityScale('s', Number.NaN).text(Number.NaN), missing);
  });

  it('writes durations as people say them', () => {
    assert.deepEqual([0.4, 8.21, 9.97, 45.4, 59.6, 65, 3599.6, 3720].map(formatDuration), [
      '400 ms',
      '8.2 s',
      '10 s',
      '45 s',
      '1 min 00 s',
      '1 min 05 s',
      '1 h 00 min',
      '1 h 02 min',
    ]);
  });

  it('writes shares, moments and counts', () => {
    assert.deepEqual([0, 0.0049, 0.12, 0.996, 1].map(formatPercent), [
      '0 %',
      '0.5 %',
      '12 %',
      '99.6 %',
      '100 %',
    ]);
    assert.deepEqual([0, 1.434, 1234.5].map(formatMoment), ['0.00 s', '1.43 s', '1,234.50 s']);
    assert.deepEqual([countOf(1, 'request'), countOf(1200, 'request')], ['1 request', '1,200 requests']);
  });

  it('is accurate to half of the last decimal shown', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e4, noNaN: true }), seconds => {
        const text = formatSeconds(seconds);
        const [number, unit] = text.split(' ');
        const factor = { s: 1, ms: 1e3, µs: 1e6 }[unit ?? ''] ?? Number.NaN;
        const decimals = number?.split('.')[1]?.length ?? 0;
        const error = Math.abs(Number(number?.replaceAll(',', '')) - seconds * factor);
        assert.ok(error <= 0.5000001 * 10 ** -decimals, `${seconds} became ${text}`);
      }),
    );
  });
});
