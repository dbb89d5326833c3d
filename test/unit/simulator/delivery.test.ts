import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { fixedStep, type WriteStep } from '../../../src/simulator/delivery/script.ts';
import { shape } from '../../../src/simulator/delivery/shape.ts';
import { type Sleeper, TimingWheel } from '../../../src/simulator/delivery/timingWheel.ts';
import { ChunkEncoder } from '../../../src/simulator/http/chunkEncoder.ts';
import { Lateness } from '../../../src/simulator/truth/lateness.ts';
import { type Truth, TruthLog } from '../../../src/simulator/truth/truthLog.ts';
import { parseResponse } from './rawClient.ts';

function shown(steps: readonly WriteStep[]): unknown[] {
  return steps.map(step => [step.bytes().toString(), step.at, step.textTokens, step.reasoningTokens]);
}

describe('simulator: timing wheel', () => {
  class Recorder implements Sleeper {
    wakeAt = 0;
    readonly #woken: number[];
    readonly #now: () => number;
    constructor(woken: number[], now: () => number) {
      this.#woken = woken;
      this.#now = now;
    }
    wake(): void {
      this.#woken.push(this.#now());
    }
  }

  it('wakes no sleeper early, and each one in the first turn after its time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 20_000, noNaN: true }), { minLength: 1 }),
        fc.array(fc.double({ min: 0.1, max: 3000, noNaN: true })),
        (delays, strides) => {
          let now = 123.456;
          const wheel = new TimingWheel({ now: () => now, wall: () => 0 });
          const woken = delays.map(delay => {
            const times: number[] = [];
            wheel.add(new Recorder(times, () => now), now + delay);
            return { due: now + delay, times };
          });
          for (const stride of [...strides, 25_000]) {
            now += stride;
            wheel.turn();
            for (const { due, times } of woken) assert.equal(times.length, due <= Math.floor(now) ? 1 : 0);
          }
          assert.ok(woken.every(({ due, times }) => (times[0] ?? 0) >= due));
          wheel.close();
        },
      ),
    );
  });

  it('lets a woken sleeper sleep again, once per millisecond even when late', () => {
    let now = 0;
    const wheel = new TimingWheel({ now: () => now, wall: () => 0 });
    let wakes = 0;
    const restless: Sleeper = {
      wakeAt: 0,
      wake() {
        wakes++;
        wheel.add(restless, now - 10);
      },
    };
    wheel.add(restless, 0);
    now = 5;
    wheel.turn();
    assert.equal(wakes, 5);
    wheel.close();
    now = 9;
    wheel.turn();
    assert.equal(wakes, 5);
  });
});

describe('simulator: shape of the writes', () => {
  const head = fixedStep(Buffer.from('head '), 0);
  const role = fixedStep(Buffer.from('role '), 0);
  const thought = fixedStep(Buffer.from('hm '), 5, 0, 1);
  const word = fixedStep(Buffer.from('word '), 6, 1);
  const pair = fixedStep(Buffer.from('two words '), 7, 2);
  const finish = fixedStep(Buffer.from('finish '), 7);
  const done = fixedStep(Buffer.from('done'), 7);
  const pieces = [head, role, thought, word, pair, finish, done];

  it('joins only neighbours without tokens', () => {
    assert.deepEqual(shown(shape(pieces, { eventsPerWrite: 1, fragmentBytes: null })), [
      ['head role ', 0, 0, 0],
      ['hm ', 5, 0, 1],
      ['word ', 6, 1, 0],
      ['two words ', 7, 2, 0],
      ['finish done', 7, 0, 0],
    ]);
  });

  it('puts several events into a write, at the time of the last', () => {
    assert.deepEqual(shown(shape(pieces, { eventsPerWrite: 2, fragmentBytes: null })), [
      ['head role hm ', 5, 0, 1],
      ['word two words ', 7, 3, 0],
      ['finish done', 7, 0, 0],
    ]);
  });

  it('splits an event into writes and counts its tokens with the last one', () => {
    assert.deepEqual(shown(shape([word, done], { eventsPerWrite: 1, fragmentBytes: 2 })), [
      ['wo', 6, 0, 0],
      ['rd', 6, 0, 0],
      [' ', 6, 1, 0],
      ['do', 7, 0, 0],
      ['ne', 7, 0, 0],
    ]);
  });

  it('neither loses nor moves a byte or a token', () => {
    const piece = fc
      .tuple(fc.string(), fc.nat(3), fc.nat(2), fc.nat(2))
      .map(([text, at, words, thoughts]) => fixedStep(Buffer.from(text), at, words, thoughts));
    const size = fc.option(fc.integer({ min: 1, max: 5 }));
    fc.assert(
      fc.property(
        fc.array(piece),
        fc.integer({ min: 1, max: 4 }),
        size,
        (steps, eventsPerWrite, fragmentBytes) => {
          const shaped = shape(steps, { eventsPerWrite, fragmentBytes });
          const whole = (all: readonly WriteStep[]): unknown => [
            Buffer.concat(all.map(step => step.bytes())).toString('hex'),
            all.reduce((sum, step) => sum + step.textTokens, 0),
            all.reduce((sum, step) => sum + step.reasoningTokens, 0),
          ];
          assert.deepEqual(whole(shaped), whole(steps));
          assert.ok(fragmentBytes === null || shaped.every(step => step.bytes().length <= fragmentBytes));
        },
      ),
    );
  });
});

describe('simulator: chunk encoder', () => {
  it('frames any payload and does not change earlier chunks', () => {
    const payload = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.uint8Array({ minLength: 1 }).map(bytes => Buffer.from(bytes).toString('latin1')),
      fc.constant('x'.repeat(400_000)),
    );
    fc.assert(
      fc.property(fc.array(payload, { maxLength: 8 }), payloads => {
        const encoder = new ChunkEncoder();
        const chunks = payloads.map((text, index) => encoder.encode(index % 2 ? text : Buffer.from(text)));
        const head = Buffer.from('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
        const response = parseResponse(Buffer.concat([head, ...chunks, Buffer.from('0\r\n\r\n')]));
        assert.deepEqual([response.chunks, response.complete], [payloads, true]);
      }),
    );
  });

  it('writes sizes as servers do, without leading zeros', () => {
    assert.equal(new ChunkEncoder().encode('x'.repeat(26)).toString(), `1a\r\n${'x'.repeat(26)}\r\n`);
  });
});

describe('simulator: truth', () => {
  it('keeps only the last records', () => {
    const log = new TruthLog(3);
    const record = (requestNumber: number): Truth => ({
      id: null,
      dialect: 'd',
      scenario: 's',
      requestNumber,
      streamed: true,
      readAt: 0,
      firstTokenAt: null,
      lastTokenAt: null,
      ttft: null,
      ttlt: null,
      anyTtft: null,
      tokens: 0,
      fault: null,
      aborted: false,
    });
    for (let number = 1; number <= 11; number++) log.add(record(number));
    assert.deepEqual(
      log.all().map(({ requestNumber }) => requestNumber),
      [9, 10, 11],
    );
    log.clear();
    assert.deepEqual(log.all(), []);
  });

  it('summarises lateness in seconds', () => {
    const lateness = new Lateness();
    assert.deepEqual(lateness.summary(), { n: 0, p50: null, p99: null, max: null });
    for (let index = 0; index < 98; index++) lateness.add(0.5);
    lateness.add(7.02);
    lateness.add(250);
    assert.deepEqual(lateness.summary(), { n: 100, p50: 0.000525, p99: 0.007025, max: 0.25 });
  });
});
