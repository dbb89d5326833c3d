import assert from 'node:assert/strict';
import { hello } from './support/scriptedEndpoint.ts';
import { scriptedRun, wholeRun } from './support/scriptedRun.ts';
import { settle } from './support/virtualClock.ts';

const timeBound = { requests: null, duration: 1 };

describe('a time-bound run', () => {
  it('stops sending at the deadline and lets requests in flight finish', async () => {
    const { endpoint, files, result } = await wholeRun({ config: timeBound });
    // 150 ms each: the last one before 1000 ms is sent at 900 and ends at 1050.
    assert.deepEqual(
      endpoint.calls.map(call => call.sentAt - 1000),
      [0, 150, 300, 450, 600, 750, 900],
    );
    assert.equal(files.responses.length, 7);
    assert.deepEqual(
      [result.summary.total_test_time, result.summary.total_requests, result.interrupted],
      [1.05, 7, false],
    );
    assert.equal((result.summary.end_time ?? 0) - (result.summary.start_time ?? 0), 1050);
  });

  it('stores total // clients as the number of requests', async () => {
    const { result } = await wholeRun({
      config: { ...timeBound, clients: 2 },
      // The slow answer keeps one client busy for the whole second.
      script: ({ number }) => (number === 0 ? { ...hello, end: 1000 } : hello),
    });
    assert.deepEqual([result.summary.total_requests, result.summary.n_requests], [8, 4]);
    const odd = await wholeRun({
      config: { ...timeBound, clients: 2 },
      script: ({ number }) => (number === 0 ? { ...hello, end: 999 } : hello),
    });
    assert.deepEqual([odd.result.summary.total_requests, odd.result.summary.n_requests], [9, 4]);
  });

  it('sends nothing exactly at the deadline', async () => {
    const { endpoint } = await wholeRun({ config: timeBound, script: () => ({ ...hello, end: 500 }) });
    assert.equal(endpoint.calls.length, 2);
  });

  it('starts its time with the measured part, not with the warm-up', async () => {
    const { result, files } = await wholeRun({ config: { ...timeBound, warmup: 2 } });
    assert.equal(result.summary.total_requests, 7);
    assert.equal(files.traces.find(trace => trace.phase === 'measure')?.sentAt, 0.3);
  });
});

describe('the ramp-up', () => {
  it('spreads the first requests evenly; the first client does not wait', async () => {
    const { endpoint } = await wholeRun({ config: { clients: 4, requests: 1, rampUp: 2 } });
    assert.deepEqual(
      endpoint.calls.map(call => call.sentAt - 1000),
      [0, 500, 1000, 1500],
    );
  });

  it('is part of a time-bound run: a client that would start too late sends nothing', async () => {
    const { endpoint } = await wholeRun({
      config: { ...timeBound, clients: 4, rampUp: 2 },
      script: () => ({ ...hello, end: 900 }),
    });
    assert.deepEqual(
      endpoint.calls.map(call => call.sentAt - 1000),
      [0, 500, 900],
    );
  });
});

describe('the warm-up', () => {
  it('is real and recorded, but not in the statistics, and ends before anything is measured', async () => {
    const { endpoint, files, result, runner } = await wholeRun({
      config: { clients: 2, requests: 3, warmup: 2 },
      script: ({ number }) => (number < 4 ? { ...hello, end: 400 + number } : hello),
    });
    assert.equal(endpoint.calls.length, 4 + 6);
    assert.equal(files.responses.length, 6);
    assert.deepEqual(
      files.traces.map(({ phase, client, index }) => `${phase} ${client}.${index}`).slice(0, 6),
      ['warmup 0.0', 'warmup 1.0', 'warmup 0.1', 'warmup 1.1', 'measure 0.0', 'measure 1.0'],
    );
    const warmupEnd = Math.max(...files.traces.slice(0, 4).map(trace => trace.endedAt));
    assert.deepEqual(
      files.traces.slice(4, 6).map(trace => trace.sentAt),
      [warmupEnd, warmupEnd],
    );
    assert.deepEqual([result.summary.total_requests, result.metrics['ttlt']?.n], [6, 6]);
    assert.deepEqual(
      [runner.counts.warmupDone, runner.counts.sent, runner.counts.done, runner.counts.inFlight],
      [4, 6, 6, 0],
    );
    assert.deepEqual(
      [...(runner.tally.series.read().ttft.at ?? [])].map(at => Math.round(at * 1000)),
      [0, 0, 150, 150, 300, 300],
    );
  });

  it('shows as `warming` until it is over', async () => {
    const { clock, endpoint, runner } = scriptedRun({ config: { warmup: 1 }, script: null });
    const states = [runner.state];
    const over = runner.run();
    await settle();
    states.push(runner.state);
    endpoint.calls[0]?.answer(hello);
    await settle();
    states.push(runner.state);
    endpoint.calls[1]?.answer(hello);
    await clock.until(over);
    states.push(runner.state);
    assert.deepEqual(states, ['preparing', 'warming', 'running', 'saved']);
  });
});
