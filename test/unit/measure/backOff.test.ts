import assert from 'node:assert/strict';
import type { Answer, Call } from './support/scriptedEndpoint.ts';
import { hello } from './support/scriptedEndpoint.ts';
import { scriptedRun, wholeRun } from './support/scriptedRun.ts';
import { settle } from './support/virtualClock.ts';

/** The server cannot be reached, which the client notices at once. */
const unreached: Answer = {
  end: 1,
  error: { reason: 'connection', message: 'connect ECONNREFUSED', status: null },
  retryable: { after: null },
};

const timeBound = { requests: null, duration: 10 };
const sentAt = (calls: readonly Call[]) => calls.map(call => call.sentAt - 1000);

describe('a client that reaches no server', () => {
  it('pauses for longer each time, up to a second, if nothing else limits the number of requests', async () => {
    const { endpoint, result } = await wholeRun({ config: timeBound, script: () => unreached });
    const times = sentAt(endpoint.calls);
    const gaps = times.slice(1).map((at, i) => at - (times[i] ?? 0));
    assert.deepEqual(gaps.slice(0, 10), [1, 11, 21, 41, 81, 161, 321, 641, 1001, 1001]);
    assert.equal(times.length, 17);
    assert.equal(result.summary.total_test_time, 10, 'no pause outlasts the run');
    const told = result.diagnostics.find(({ id }) => id === 'pauses');
    assert.equal(told?.severity, 'warning');
    assert.match(told.message, /paused for 9\.98 s in total after requests that reached no server/);
  });

  it('continues without a pause once it is answered, and starts with a short pause again', async () => {
    const { endpoint, result } = await wholeRun({
      config: { ...timeBound, duration: 1 },
      script: ({ number }) => ([1, 2, 3, 5, 6].includes(number) ? unreached : hello),
    });
    assert.deepEqual(sentAt(endpoint.calls).slice(0, 9), [0, 150, 151, 162, 183, 333, 334, 345, 495]);
    assert.equal(result.stats['failed_requests'], 5);
  });

  it('does not pause if the run has a number of requests, or if a server answers with an error', async () => {
    const counted = await wholeRun({ config: { requests: 5 }, script: () => unreached });
    assert.deepEqual(sentAt(counted.endpoint.calls), [0, 1, 2, 3, 4]);
    const refused: Answer = {
      end: 1,
      error: { reason: 'overloaded', status: 503 },
      retryable: { after: null },
    };
    const { endpoint, result } = await wholeRun({
      config: { ...timeBound, duration: 0.01 },
      script: () => refused,
    });
    assert.equal(endpoint.calls.length, 10);
    assert.deepEqual(
      result.diagnostics.map(({ id }) => id).filter(id => id === 'pauses'),
      [],
    );
  });

  it('also pauses if a callback refuses every request', async () => {
    const { result } = await wholeRun({
      config: timeBound,
      callbacks: [{ name: 'no', beforeInvoke: () => Promise.reject(new Error('never')) }],
    });
    assert.equal(result.summary.total_requests, 17);
    assert.ok(result.diagnostics.some(({ id }) => id === 'pauses'));
  });

  for (const stage of [1, 2] as const) {
    it(`is woken by a stop (stage ${stage})`, async () => {
      const { runner, clock } = scriptedRun({
        config: { ...timeBound, duration: 1e6 },
        script: () => unreached,
      });
      const over = runner.run();
      for (let i = 0; i < 20; i += 1) {
        await settle();
        clock.next();
      }
      const before = clock.now();
      while (runner.counts.inFlight > 0) {
        clock.next();
        await settle();
      }
      runner.stop(stage);
      const { interrupted } = await over;
      assert.equal(interrupted, true);
      assert.ok(clock.now() - before < 1000, 'without waiting for the end of the pause');
    });
  }
});

describe('slow callbacks', () => {
  it('are reported with the time they cost per request', async () => {
    const slow = async (delay: number) => {
      const run = scriptedRun({
        config: { clients: 2, requests: 4 },
        callbacks: [
          { name: 'slow', beforeInvoke: () => new Promise(resolve => void run.clock.delay(resolve, delay)) },
        ],
      });
      const { diagnostics } = await run.clock.until(run.runner.run());
      return diagnostics.find(({ id }) => id === 'slow-callbacks')?.message;
    };
    assert.equal(
      await slow(50),
      'Callbacks took 25 % of the clients’ time, 50.0 ms before each request, so fewer requests were sent. Latencies do not include this time.',
    );
    assert.equal(await slow(5), undefined);
  });
});
