import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromBase64, toBase64 } from '../../../src/core/base/base64.ts';
import type { JsonValue } from '../../../src/core/base/jsonValue.ts';
import { readJson } from '../../../src/core/base/read.ts';
import { writeJsonDocument, writeJsonLine } from '../../../src/core/base/write.ts';

/** Python's `json.dumps` by its definition, one character at a time. */
function reference(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : 'null';
  if (typeof value === 'string') return referenceText(value);
  if (value instanceof Uint8Array) {
    return `{"__llmeter_bytes__": "${Buffer.from(value).toString('base64')}"}`;
  }
  if (Array.isArray(value)) return `[${value.map(reference).join(', ')}]`;
  return `{${Object.entries(value as object)
    .map(([k, v]) => `${referenceText(k)}: ${reference(v)}`)
    .join(', ')}}`;
}

function referenceText(text: string): string {
  const short: Record<string, string> = {
    '"': '\\"',
    '\\': '\\\\',
    '\b': '\\b',
    '\f': '\\f',
    '\n': '\\n',
    '\r': '\\r',
    '\t': '\\t',
  };
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    const printable = c >= ' ' && c <= '~';
    out += short[c] ?? (printable ? c : `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`);
  }
  return `"${out}"`;
}

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('\n', ' ', ',', ':', '"', '\\', '{', '}', 'é', '\ud83d', '\u2028', 'a'),
  }),
);
const anyJson = fc.letrec<{ value: JsonValue }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 9 }).map(b => Uint8Array.from(b)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(text, fc.constant('__proto__')), tie('value'), { maxKeys: 4 }),
  ),
})).value;

describe('LLMeter JSON writer', () => {
  it('writes the line form exactly as Python does', () => {
    fc.assert(fc.property(anyJson, value => assert.equal(writeJsonLine(value), reference(value))));
  });

  it('writes the same value with indent 4 as on one line', () => {
    fc.assert(
      fc.property(anyJson, value => {
        const document = writeJsonDocument(value);
        assert.match(document, /^[\x20-\x7e\n]*$/);
        assert.deepEqual(readJson(document), readJson(writeJsonLine(value)));
      }),
    );
    assert.equal(
      writeJsonDocument({ a: [1, { b: 'ü' }], c: {}, d: [] }),
      '{\n    "a": [\n        1,\n        {\n            "b": "\\u00fc"\n        }\n    ],\n    "c": {},\n    "d": []\n}',
    );
  });

  it('encodes base64 as the platform does', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), bytes => {
        const encoded = Buffer.from(bytes).toString('base64');
        assert.equal(toBase64(bytes), encoded);
        assert.deepEqual(fromBase64(encoded), Uint8Array.from(bytes));
      }),
    );
    for (const bad of ['a', 'ab=', 'a===', 'a b=', 'aé==']) assert.equal(fromBase64(bad), null, bad);
  });
});
