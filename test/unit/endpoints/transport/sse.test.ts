import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readSse, type SseEvent } from '../../../../src/endpoints/transport/sse.ts';
import { WireLog } from '../../../../src/endpoints/transport/wireLog.ts';

/** Reads `bytes` cut at `cuts`; piece i arrived at 100 + i. */
function read(bytes: Buffer, cuts: readonly number[]): SseEvent[] {
  const log = new WireLog();
  let start = 0;
  [...cuts, bytes.length].forEach((end, i) => {
    if (end > start) log.append(bytes, start, end, 100 + i);
    start = end;
  });
  const events: SseEvent[] = [];
  readSse(log, event => events.push(event));
  return events;
}

/** When byte `index` arrived. */
function arrival(cuts: readonly number[], index: number): number {
  return 100 + cuts.filter(cut => cut <= index).length;
}

const lineArb = fc
  .string({ unit: 'binary', maxLength: 12 })
  .map(text => text.replace(/[\r\n\0]/g, '').trimStart());
const eventArb = fc.record({
  comment: fc.option(lineArb),
  event: fc.option(fc.stringMatching(/^[a-z_]{1,8}$/)),
  data: fc.array(lineArb, { minLength: 1, maxLength: 3 }),
});

describe('readSse', () => {
  it('gives all events of one read the same stamp, and an event of many reads that of the last one', () => {
    const bytes = Buffer.from('data: one\n\ndata: two\n\nevent: x\ndata: three\n\n');
    const three = bytes.indexOf('event: x');
    assert.deepEqual(read(bytes, [three + 3, three + 12]), [
      { event: undefined, data: 'one', at: 100 },
      { event: undefined, data: 'two', at: 100 },
      { event: 'x', data: 'three', at: 102 },
    ]);
  });

  it('yields the same events however the bytes are cut, each with the arrival of its last byte', () => {
    fc.assert(
      fc.property(
        fc.array(eventArb, { maxLength: 5 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }),
        (models, newline, bom, fractions) => {
          let text = bom ? '\ufeff' : '';
          const wanted: { event: string | undefined; data: string; lastByte: number }[] = [];
          for (const { comment, event, data } of models) {
            if (comment !== null) text += `: ${comment}${newline}`;
            if (event !== null) text += `event: ${event}${newline}`;
            for (const line of data) text += `data: ${line}${newline}`;
            text += newline;
            // The CR of the empty line ends the event; a LF after it belongs to the same line end.
            const lastByte = Buffer.byteLength(text) - newline.length;
            wanted.push({ event: event ?? undefined, data: data.join('\n'), lastByte });
          }
          const bytes = Buffer.from(text);
          const cuts = [...new Set(fractions.map(fraction => Math.floor(fraction * bytes.length)))].sort(
            (a, b) => a - b,
          );
          assert.deepEqual(
            read(bytes, cuts),
            wanted.map(({ event, data, lastByte }) => ({ event, data, at: arrival(cuts, lastByte) })),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('joins characters that were cut by the network', () => {
    const bytes = Buffer.from('data: 日本語 🚀\n\n');
    for (let cut = 1; cut < bytes.length; cut += 1) {
      assert.deepEqual(read(bytes, [cut]), [{ event: undefined, data: '日本語 🚀', at: 101 }]);
    }
  });

  it('skips comments, unknown fields, ids and empty events, and drops an event that never ended', () => {
    const bytes = Buffer.from(': hello\n\n\nid: 7\nretry: 5\nfoo: bar\ndata:tight\n\ndata: lost\n');
    assert.deepEqual(read(bytes, []), [{ event: undefined, data: 'tight', at: 100 }]);
  });
});
