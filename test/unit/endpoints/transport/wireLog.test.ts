import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { WireLog } from '../../../../src/endpoints/transport/wireLog.ts';

function marksOf(log: WireLog): [number, number][] {
  return Array.from({ length: log.marks }, (_, i) => [log.end(i), log.time(i)]);
}

describe('WireLog', () => {
  it('keeps every byte, and the end and time of every read, while it grows', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 12 }), sizes => {
        const log = new WireLog();
        const source = Buffer.alloc(70_000);
        const pieces = sizes.map((size, i) => {
          source.fill(i + 1);
          log.append(source, 0, size, i * 0.5);
          return Buffer.alloc(size, i + 1);
        });
        let end = 0;
        const expected = sizes.map((size, i) => {
          end += size;
          return [end, i * 0.5];
        });
        assert.deepEqual(marksOf(log), expected);
        assert.equal(Buffer.concat(pieces).compare(log.bytes, 0, log.length), 0);
      }),
      { numRuns: 30 },
    );
  });

  it('makes one mark for the parts of one read', () => {
    const log = new WireLog();
    const source = Buffer.from('abcdef');
    log.append(source, 0, 2, 1);
    log.append(source, 3, 4, 1);
    log.append(source, 5, 6, 2);
    assert.deepEqual(
      { text: log.text(), marks: marksOf(log) },
      {
        text: 'abdf',
        marks: [
          [3, 1],
          [4, 2],
        ],
      },
    );
  });

  it('grows for more reads than its initial size', () => {
    const log = new WireLog();
    const source = Buffer.from('x');
    for (let i = 0; i < 1000; i += 1) log.append(source, 0, 1, i);
    assert.deepEqual(
      marksOf(log),
      Array.from({ length: 1000 }, (_, i) => [i + 1, i]),
    );
  });

  it('is empty after clear, and is not worth keeping after a very long answer', () => {
    const log = new WireLog();
    const source = Buffer.alloc(300_000, 'x');
    log.append(source, 0, 10, 7);
    log.clear();
    log.append(source, 0, 1, 7);
    assert.deepEqual(marksOf(log), [[1, 7]]);
    assert.equal(log.worthKeeping, true);
    for (let i = 0; i < 4; i += 1) log.append(source, 0, source.length, i);
    assert.equal(log.worthKeeping, false);
  });
});
