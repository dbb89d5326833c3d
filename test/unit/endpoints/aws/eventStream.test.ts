import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { type AwsEvent, readAwsEvents } from '../../../../src/endpoints/aws/eventStream.ts';
import { WireLog } from '../../../../src/endpoints/transport/wireLog.ts';
import { event, exception, frame } from '../support/awsFrames.ts';

/** The bytes as they arrived: read i at i + 1 milliseconds. */
function logOf(...reads: readonly Buffer[]): WireLog {
  const log = new WireLog();
  for (const [i, bytes] of reads.entries()) log.append(bytes, 0, bytes.length, i + 1);
  return log;
}

function read(log: WireLog): { events: AwsEvent[]; whole: boolean } {
  const events: AwsEvent[] = [];
  const whole = readAwsEvents(log, each => events.push(each));
  return { events, whole };
}

const one = event('contentBlockDelta', { delta: { text: 'ü' } });
const two = exception('throttlingException', 'No.');
const both = Buffer.concat([one, two]);
const first = { type: 'contentBlockDelta', isError: false, body: { delta: { text: 'ü' } } };
const second = { type: 'throttlingException', isError: true, body: { message: 'No.' } };

describe('AWS event stream', () => {
  it('gives each event the time of the read that completed it, however reads are cut', () => {
    for (let cut = 1; cut < both.length; cut += 1) {
      const { events, whole } = read(logOf(both.subarray(0, cut), both.subarray(cut)));
      assert.deepEqual(events, [
        { ...first, at: cut >= one.length ? 1 : 2 },
        { ...second, at: 2 },
      ]);
      assert.equal(whole, true);
    }
  });

  it('gives all events of one read the time of that read, and an event of many reads that of the last one', () => {
    assert.deepEqual(read(logOf(both)).events, [
      { ...first, at: 1 },
      { ...second, at: 1 },
    ]);
    const bytes = Array.from(one, byte => Buffer.from([byte]));
    assert.deepEqual(read(logOf(...bytes)).events, [{ ...first, at: one.length }]);
  });

  it('drops an event that is cut off, and reports it', () => {
    for (let length = one.length; length < both.length; length += 1) {
      const { events, whole } = read(logOf(both.subarray(0, length)));
      assert.deepEqual(events, [{ ...first, at: 1 }]);
      assert.equal(whole, length === one.length);
    }
    assert.deepEqual(read(logOf()), { events: [], whole: true });
  });

  it('detects every damaged byte, and keeps what came before it', () => {
    for (let index = one.length; index < both.length; index += 1) {
      const damaged = Buffer.from(both);
      damaged.writeUInt8(damaged.readUInt8(index) ^ 0x10, index);
      const events: AwsEvent[] = [];
      assert.throws(() => readAwsEvents(logOf(damaged), each => events.push(each)), /checksum/);
      assert.deepEqual(events, [{ ...first, at: 1 }]);
    }
  });

  it('reads errors, events without a body, and any JSON in a frame', () => {
    const error = frame({ ':message-type': 'error', ':error-code': '500', ':error-message': 'Broken.' }, '');
    const bare = frame({ ':message-type': 'event', ':event-type': 'initial-response' }, '');
    assert.deepEqual(read(logOf(error, bare)).events, [
      { type: '500', isError: true, body: { message: 'Broken.' }, at: 1 },
      { type: 'initial-response', isError: false, body: null, at: 2 },
    ]);
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 40 }), fc.jsonValue({ maxDepth: 3 }), (type, json) => {
        const body = JSON.parse(JSON.stringify({ json }));
        assert.deepEqual(read(logOf(event(type, body))).events, [{ type, isError: false, body, at: 1 }]);
      }),
    );
  });

  it('refuses an event whose JSON is broken', () => {
    const broken = frame({ ':message-type': 'event', ':event-type': 'x' }, '{"a":');
    assert.throws(() => read(logOf(broken)), SyntaxError);
  });
});
