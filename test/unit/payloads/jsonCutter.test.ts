import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { JsonCutter } from '../../../src/measure/payloads/jsonCutter.ts';

/** The values of a text that comes in pieces which end at these bytes. */
function cut(text: string, ends: readonly number[] = []) {
  const bytes = Buffer.from(text);
  const cutter = new JsonCutter();
  const found: [text: string, line: number][] = [];
  const borders = [...new Set(ends)].filter(end => end < bytes.length).sort((a, b) => a - b);
  [...borders, bytes.length].forEach((end, i, all) => {
    const piece = bytes.subarray(all[i - 1] ?? 0, end);
    for (const value of cutter.push(piece)) found.push([value.text, value.line]);
  });
  const last = cutter.end();
  if (last) found.push([last.text, last.line]);
  return found;
}

const values = (text: string) => cut(text).map(([value]) => value);
const ends = fc.array(fc.nat(400), { maxLength: 20 });

describe('cutting JSON into values', () => {
  it('finds the items of any list, wherever the pieces end', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { maxLength: 8 }),
        fc.constantFrom(0, 2),
        ends,
        (list, indent, at) => {
          const found = cut(JSON.stringify(list, null, indent), at).map(([text]) => JSON.parse(text));
          assert.deepEqual(JSON.stringify(found), JSON.stringify(list));
        },
      ),
    );
  });

  it('finds values one after the other, on one line each or on several', () => {
    const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 8 });
    fc.assert(
      fc.property(
        objects,
        fc.constantFrom(0, 2),
        fc.constantFrom('\n', '\r\n', ' ', ''),
        ends,
        (all, indent, by, at) => {
          const found = cut(all.map(value => JSON.stringify(value, null, indent)).join(by), at);
          assert.deepEqual(JSON.stringify(found.map(([text]) => JSON.parse(text))), JSON.stringify(all));
        },
      ),
    );
  });

  it('never gives other values for other pieces, whatever the text', () => {
    const odd = fc.string({ unit: fc.constantFrom('[', ']', '{', '}', ',', '"', '\\', ' ', '\n', '1', 'é') });
    const outcome = (text: string, at: readonly number[]) => {
      try {
        return cut(text, at);
      } catch (error) {
        assert.ok(error instanceof SyntaxError);
        return error.message;
      }
    };
    fc.assert(fc.property(odd, ends, (text, at) => assert.deepEqual(outcome(text, at), outcome(text, []))));
  });

  it('says on which line a value begins', () => {
    assert.deepEqual(cut('{"a": 1}\n\n{\n"b": 2\n}\n3'), [
      ['{"a": 1}', 1],
      ['{\n"b": 2\n}', 3],
      ['3', 6],
    ]);
  });

  it('keeps nothing of a list but the item that is being read', () => {
    const cutter = new JsonCutter();
    for (let i = 0; i < 100; i++) [...cutter.push(Buffer.from(`${i === 0 ? '[' : ','}{"a": ${i}}`))];
    assert.equal(cutter.pending, 0);
    [...cutter.push(Buffer.from(',{"a'))];
    assert.equal(cutter.pending, 3);
  });

  it('refuses what is no list and no values', () => {
    const cases: [text: string, problem: RegExp][] = [
      ['[1', /^the list has no end$/],
      ['[1,', /^the list has no end$/],
      ['[{"a": 1}', /^the list has no end$/],
      ['{"a": "]', /^the text ends within the value that begins in line 1$/],
      ['"a', /^the text ends within the value/],
      ['[1] 2', /^there is "2" after the end of the list, in line 1$/],
      ['[1\n2]', /^there is "2" between the items of the list, in line 2$/],
      ['[1,]', /^there is "]" where a value should begin/],
      ['1,2', /^there is "," where a value should begin/],
      ['}', /^there is "}" where a value should begin/],
    ];
    for (const [text, message] of cases) {
      assert.throws(() => cut(text), { name: 'SyntaxError', message }, text);
    }
    assert.deepEqual([values('[]'), values(' \n'), values('[ ]\n')], [[], [], []]);
  });
});
