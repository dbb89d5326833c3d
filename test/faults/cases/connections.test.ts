import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { data, delta, done, sse, stop, usage } from './chat.ts';
import type { Exchange } from './exchange.ts';
import { itIsRight, type WireCase } from './wireCase.ts';

const short = data(delta({ content: 'Hello' })) + data(stop()) + data(usage(7, 1)) + done;
const answer = (exchange: Exchange) => {
  exchange.head('200 OK', sse);
  exchange.chunk(short);
  exchange.end();
};

/** No request was lost, and the resent ones are counted. */
const lostNothing: WireCase['check'] = ({ records, result, exchanges }) => {
  let resent = 0;
  for (const { response, trace } of records) {
    assert.deepEqual([response.error, response.response_text], [null, 'Hello']);
    resent += response.retries ?? 0;
    if (trace?.resent) assert.equal(trace.newConnection, true);
  }
  // A request on a connection that was closed meanwhile may not have reached the server.
  assert.ok(exchanges.length <= records.length + resent);
  const ids = result.diagnostics.map(({ id }) => id);
  if (resent > 0) assert.ok(ids.includes('closed-connections'), ids.join());
};

describe('what becomes of connections', () => {
  itIsRight([
    {
      name: 'closed after each answer without a word',
      source: 'uvicorn, nginx, Envoy and gunicorn with a short keep-alive',
      right: 'no request is lost',
      requests: 20,
      answer: exchange => {
        answer(exchange);
        exchange.socket.end();
      },
      check: lostNothing,
    },
    {
      name: 'reset after each answer',
      right: 'no request is lost',
      requests: 20,
      answer: async exchange => {
        answer(exchange);
        // Two turns of the event loop: the client, in this thread too, has read the answer by then.
        for (let turns = 0; turns < 2; turns++) await setImmediate();
        exchange.socket.resetAndDestroy();
      },
      check: lostNothing,
    },
    {
      name: 'reset when the second request arrives',
      source: 'RFC 9112, 9.3.1',
      right: 'no request is lost',
      requests: 6,
      answer: exchange => {
        if (exchange.onConnection > 1) exchange.socket.resetAndDestroy();
        else answer(exchange);
      },
      check: outcome => {
        lostNothing(outcome);
        assert.ok(outcome.records.some(({ trace }) => trace?.resent));
      },
    },
    {
      name: 'closed after each answer, with eight clients',
      right: 'no request is lost',
      requests: 20,
      clients: 8,
      answer: exchange => {
        answer(exchange);
        exchange.socket.end();
      },
      check: lostNothing,
    },
  ]);
});
