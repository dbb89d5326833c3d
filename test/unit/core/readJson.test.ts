import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isJsonObject } from '../../../src/core/base/jsonValue.ts';
import { readJson } from '../../../src/core/base/read.ts';
import { readTime, writeTime } from '../../../src/core/base/time.ts';
import { writeJsonLine } from '../../../src/core/base/write.ts';

describe('LLMeter JSON reader', () => {
  it('accepts NaN, Infinity and -Infinity, but only outside strings', () => {
    assert.deepEqual(readJson('{"a": [NaN, Infinity, -Infinity], "b": "NaN, \\"Infinity", "NaN": 1}'), {
      a: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
      b: 'NaN, "Infinity',
      NaN: 1,
    });
  });

  it('reads back every JSON value that was written, including bytes', () => {
    const value = fc.oneof(
      fc.jsonValue({ stringUnit: 'binary' }),
      fc.uint8Array().map(b => Uint8Array.from(b)),
    );
    fc.assert(
      fc.property(fc.array(value), items => {
        const text = writeJsonLine(items as never);
        assert.equal(writeJsonLine(readJson(text)), text);
      }),
    );
    assert.deepEqual(readJson('{"x": {"__llmeter_bytes__": "/9j/4A=="}}'), {
      x: Uint8Array.of(255, 216, 255, 224),
    });
  });

  it('leaves objects that only look like a bytes marker unchanged', () => {
    for (const text of [
      '{"__llmeter_bytes__": "not base64!"}',
      '{"__llmeter_bytes__": 1}',
      '{"__llmeter_bytes__": "AAAA", "more": 1}',
    ]) {
      assert.deepEqual(readJson(text), JSON.parse(text));
    }
  });

  it('keeps a key named __proto__ as plain data', () => {
    const text = '{"__proto__": {"polluted": NaN}, "b": {"__llmeter_bytes__": "AAAA"}}';
    const value = readJson(text);
    assert.ok(isJsonObject(value));
    assert.deepEqual(Object.keys(value), ['__proto__', 'b']);
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
    assert.equal('polluted' in value, false);
  });

  it('rejects text that is not JSON', () => {
    for (const text of ['', '{', '{"a": NaN', '[Inf]', '{"a": 1} x']) {
      assert.throws(() => readJson(text), SyntaxError, text);
    }
  });
});

describe('times in files', () => {
  it('are written with 0, 3 or 6 fractional digits, as few as they need', () => {
    const whole = Date.UTC(2026, 0, 1, 12);
    assert.equal(writeTime(whole), '2026-01-01T12:00:00Z');
    assert.equal(writeTime(whole + 120), '2026-01-01T12:00:00.120Z');
    assert.equal(writeTime(whole + 0.25), '2026-01-01T12:00:00.000250Z');
    assert.equal(writeTime(whole + 999.9999), '2026-01-01T12:00:01Z');
  });

  it('are read back unchanged', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), at => assert.equal(readTime(writeTime(at)), at)),
    );
  });

  it('are read with zones and any number of digits', () => {
    const at = Date.UTC(2026, 0, 1, 12);
    for (const [text, expected] of [
      ['2026-01-01T12:00:00.123Z', at + 123],
      ['2026-01-01T14:00:00.5+02:00', at + 500],
      ['2026-01-01T12:00:00', at],
      ['2026-01-01 12:00', at],
      ['2026-01-01T12:00:00.000250Z', at + 0.25],
      ['yesterday', null],
      ['2026-13-01T12:00:00Z', null],
    ] as const) {
      assert.equal(readTime(text), expected, text);
    }
  });
});
