import assert from 'node:assert/strict';
import type { Exchange } from '../../../src/endpoints/contract/endpoint.ts';
import { RetryingEndpoint } from '../../../src/measure/run/retrying.ts';
import { type Answer, hello, ScriptedEndpoint } from './support/scriptedEndpoint.ts';
import { VirtualClock } from './support/virtualClock.ts';

const refused = (after: number | null = null): Answer => ({
  end: 20,
  error: { message: 'slow down', reason: 'rateLimit', status: 429, retryAfter: after },
  retryable: { after },
});

/** Sends one request; its attempts are answered by `answers` in order. */
function send(retries: number, ...answers: Answer[]) {
  const clock = new VirtualClock();
  const inner = new ScriptedEndpoint(clock, ({ number }) => answers[number] ?? assert.fail('one too many'));
  const endpoint = new RetryingEndpoint(inner, retries, clock.delay);
  const done: Exchange[] = [];
  const pending = endpoint.invoke({ prepared: { a: 1 }, inputText: null }, 5000, exchange =>
    done.push(exchange),
  );
  return { clock, inner, endpoint, done, pending };
}

function run(sent: ReturnType<typeof send>): { exchange: Exchange; events: string[] } {
  while (sent.clock.waiting) sent.clock.next();
  assert.equal(sent.done.length, 1, 'done is called exactly once');
  const [exchange] = sent.done;
  assert.ok(exchange);
  const events: string[] = [];
  exchange.read(event => events.push(event.type));
  return { exchange, events };
}

describe('retries', () => {
  it('a request that succeeds is sent once', () => {
    const sent = send(3, hello);
    const { exchange } = run(sent);
    assert.deepEqual([sent.inner.calls.length, exchange.wire.retries], [1, 0]);
  });

  it('are part of the request’s time and are counted', () => {
    const sent = send(3, refused(), refused(), hello);
    const { exchange, events } = run(sent);
    const [first, second, third] = sent.inner.calls.map(call => call.sentAt);
    assert.ok(first !== undefined && second !== undefined && third !== undefined);
    assert.equal(exchange.wire.sentAt, first);
    assert.equal(exchange.wire.endedAt, third + 150);
    assert.equal(exchange.wire.retries, 2);
    assert.deepEqual(events, ['text', 'text', 'usage', 'end']);
    // 0.5 s and 1 s, minus up to 25 % jitter.
    assert.ok(second - first - 20 > 375 && second - first - 20 <= 500);
    assert.ok(third - second - 20 > 750 && third - second - 20 <= 1000);
  });

  it('are added to those that a proxy reports', () => {
    const sent = send(3, { ...refused(), retries: 2 }, { ...hello, retries: 1 });
    assert.equal(run(sent).exchange.wire.retries, 1 + 2 + 1);
  });

  it('wait as long as the server asked for, within reason', () => {
    const sent = send(1, refused(3), hello);
    run(sent);
    assert.equal((sent.inner.calls[1]?.sentAt ?? 0) - (sent.inner.calls[0]?.sentAt ?? 0), 20 + 3000);
    const tooLong = send(1, refused(3600), hello);
    run(tooLong);
    assert.ok((tooLong.inner.calls[1]?.sentAt ?? 0) - (tooLong.inner.calls[0]?.sentAt ?? 0) <= 520);
  });

  it('end when they are used up: the last failure is the answer', () => {
    const { exchange, events } = run(send(1, refused(), refused()));
    assert.deepEqual([exchange.wire.retries, exchange.wire.status, events], [1, 429, ['error']]);
  });

  it('are not for failures that a retry cannot fix', () => {
    const sent = send(5, { end: 1, error: { reason: 'authentication', status: 401 }, retryable: null });
    assert.equal(run(sent).exchange.wire.retries, 0);
    assert.equal(sent.inner.calls.length, 1);
  });

  it('end with an abort, in flight or while waiting; the last answer is kept', () => {
    const inFlight = send(3, refused(), hello);
    inFlight.clock.next();
    inFlight.clock.next();
    inFlight.pending.abort('stopped');
    assert.deepEqual(run(inFlight).exchange.wire.retries, 1);
    const waiting = send(3, refused(), hello);
    waiting.clock.next();
    waiting.pending.abort('stopped');
    assert.equal(waiting.clock.waiting, false);
    const { exchange, events } = run(waiting);
    assert.deepEqual([waiting.inner.calls.length, exchange.wire.status, events], [1, 429, ['error']]);
  });

  it('continue after an answer that cannot be read', () => {
    const broken: Answer = {
      ...refused(),
      read: () => {
        throw new Error('unreadable');
      },
    };
    assert.equal(run(send(1, broken, hello)).exchange.wire.retries, 1);
  });

  it('have connection phases only if there was one attempt', () => {
    const { exchange } = run(
      send(1, { ...refused(), newConnection: true }, { ...hello, newConnection: true }),
    );
    const { lookupAt, connectedAt, securedAt } = exchange.wire;
    assert.deepEqual([lookupAt, connectedAt, securedAt], [null, null, null]);
  });
});
