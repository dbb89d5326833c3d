import assert from 'node:assert/strict';
import { UserError } from '../../../src/core/base/errors.ts';
import type { RunCallback } from '../../../src/measure/run/callbacks.ts';
import { hello } from './support/scriptedEndpoint.ts';
import { type ScriptedRunOptions, scriptedRun } from './support/scriptedRun.ts';
import { settle } from './support/virtualClock.ts';

/** A started run whose requests wait for the test, with a callback that records its hooks. */
async function begun(config: ScriptedRunOptions['config']) {
  const hooks: string[] = [];
  const callback: RunCallback = {
    name: 'notes',
    afterInvoke: response => void hooks.push(`afterInvoke ${response.error ?? 'ok'}`),
    afterRun: result => void hooks.push(`afterRun interrupted=${result.interrupted}`),
  };
  const run = scriptedRun({
    config: { clients: 2, requests: 5, ...config },
    script: null,
    callbacks: [callback],
  });
  const over = run.runner.run();
  await settle();
  return { ...run, over, hooks };
}

describe('stopping a run', () => {
  it('stage one: nothing more is sent, requests in flight finish, the run is saved as partial', async () => {
    const { runner, endpoint, files, over, hooks } = await begun({});
    endpoint.calls[0]?.answer(hello);
    await settle();
    assert.equal(endpoint.calls.length, 3);
    runner.stop(1);
    assert.equal(runner.state, 'stopping');
    endpoint.calls[1]?.answer(hello);
    endpoint.calls[2]?.answer(hello);
    const result = await over;
    assert.equal(endpoint.calls.length, 3);
    assert.equal(files.responses.length, 3);
    assert.deepEqual(hooks, [
      'afterInvoke ok',
      'afterInvoke ok',
      'afterInvoke ok',
      'afterRun interrupted=true',
    ]);
    const { total_requests, n_requests, total_test_time } = result.summary;
    assert.deepEqual([total_requests, n_requests, total_test_time], [3, 1, null]);
    assert.deepEqual(
      [result.interrupted, result.stats['interrupted'], result.stats['total_test_time'], result.cancelled],
      [true, true, null, 0],
    );
    assert.deepEqual([runner.state, files.finished?.state], ['partial', 'partial']);
  });

  it('stage two: requests in flight are cancelled; they are in the trace, but not in the statistics', async () => {
    const { runner, endpoint, files, over, hooks } = await begun({});
    endpoint.calls[0]?.answer(hello);
    await settle();
    runner.stop(1);
    runner.stop(2);
    const result = await over;
    assert.deepEqual([endpoint.calls.length, files.responses.length], [3, 1]);
    assert.deepEqual(
      files.traces.map(trace => [trace.phase, trace.reason]),
      [
        ['measure', null],
        ['cancelled', 'cancelled'],
        ['cancelled', 'cancelled'],
      ],
    );
    assert.deepEqual(hooks, ['afterInvoke ok', 'afterRun interrupted=true']);
    assert.deepEqual(
      [result.summary.total_requests, result.stats['failed_requests'], result.cancelled],
      [1, 0, 2],
    );
    assert.deepEqual([runner.counts.inFlight, runner.counts.cancelled, runner.counts.done], [0, 2, 1]);
    assert.match(
      result.diagnostics.find(d => d.id === 'cancelled')?.message ?? '',
      /^2 requests were cancelled/,
    );
  });

  it('stage two without a stage one', async () => {
    const { runner, over, files } = await begun({});
    runner.stop(2);
    const result = await over;
    assert.deepEqual([result.cancelled, files.responses.length, runner.state], [2, 0, 'partial']);
    assert.equal(result.summary.total_requests, 0);
  });

  it('while warming up: nothing is measured, and no time is negative', async () => {
    const { clock, runner, endpoint, files, over, hooks } = await begun({ warmup: 2, rampUp: 60 });
    assert.equal(runner.state, 'warming');
    runner.stop(1);
    clock.pass(100);
    for (const call of endpoint.unanswered) call.answer(hello);
    clock.pass(1);
    const { summary } = await over;
    assert.equal(endpoint.calls.length, 2);
    assert.deepEqual([files.responses.length, files.traces.length], [0, 2]);
    assert.deepEqual([summary.total_requests, summary.total_test_time, runner.state], [0, null, 'partial']);
    assert.ok((summary.end_time ?? 0) >= (summary.start_time ?? 0), 'it ended after it began');
    assert.deepEqual(hooks, ['afterRun interrupted=true']);
  });

  it('while ramping up: waiting clients send nothing', async () => {
    const { clock, runner, endpoint, over } = await begun({ rampUp: 60 });
    assert.equal(endpoint.calls.length, 1);
    runner.stop(1);
    endpoint.calls[0]?.answer(hello);
    const result = await over;
    assert.deepEqual([endpoint.calls.length, result.summary.total_requests], [1, 1]);
    assert.equal(clock.waiting, false);
  });

  it('before the start: the run is partial and empty', async () => {
    const { runner, endpoint, files } = scriptedRun();
    runner.stop(1);
    assert.equal(runner.state, 'stopping');
    const result = await runner.run();
    assert.deepEqual([endpoint.calls.length, files.responses.length], [0, 0]);
    assert.deepEqual([result.interrupted, files.finished?.state], [true, 'partial']);
  });

  it('a time-bound run that is stopped counts what it has', async () => {
    const { runner, endpoint, over } = await begun({ requests: null, duration: 60 });
    for (let i = 0; i < 5; i += 1) {
      endpoint.unanswered[0]?.answer(hello);
      await settle();
    }
    runner.stop(2);
    const { summary } = await over;
    assert.deepEqual([summary.total_requests, summary.n_requests, summary.total_test_time], [5, 2, null]);
  });

  it('a stop after the last answer interrupts nothing', async () => {
    const slow: { release: () => void } = { release: () => {} };
    const { runner, clock, files } = scriptedRun({
      callbacks: [
        {
          name: 'slow',
          afterInvoke: () =>
            new Promise(resolve => {
              slow.release = resolve;
            }),
        },
      ],
    });
    const over = runner.run();
    await settle();
    clock.next();
    await settle();
    runner.stop(2);
    slow.release();
    const result = await over;
    assert.deepEqual([result.interrupted, result.summary.total_test_time], [false, 0.15]);
    assert.deepEqual([runner.state, files.finished?.state], ['saved', 'saved']);
  });

  it('stage two ends a run that waits for the preparation of a request', async () => {
    const { runner, endpoint } = scriptedRun({ config: { clients: 2 } });
    endpoint.prepare = () => new Promise(() => {});
    const over = runner.run();
    await settle();
    runner.stop(1);
    await settle();
    runner.stop(2);
    assert.equal((await over).summary.total_requests, 0);
  });

  it('a run whose files can no longer be written sends nothing more and fails with the reason', async () => {
    const { runner, clock, endpoint, files } = scriptedRun({ config: { clients: 2, requests: 100 } });
    const append = files.append.bind(files);
    files.append = (response, trace) => {
      append(response, trace);
      files.broken = files.responses.length >= 6;
    };
    files.finish = () => Promise.reject(new UserError('Cannot write to the run folder: the disk is full.'));
    await assert.rejects(clock.until(runner.run()), { name: 'UserError', message: /the disk is full/ });
    assert.ok(endpoint.calls.length <= 6 + 2, `${endpoint.calls.length} requests were sent`);
    assert.deepEqual(
      [runner.state, files.abandoned],
      ['failed', 'Cannot write to the run folder: the disk is full.'],
    );
  });

  it('a later stop does not lower the stage, and a stop does not restart a run that is over', async () => {
    const { runner, clock } = scriptedRun();
    await clock.until(runner.run());
    runner.stop(2);
    assert.equal(runner.state, 'saved');
    const failed = scriptedRun({
      callbacks: [{ name: 'strict', beforeRun: () => Promise.reject(new Error('no')) }],
    });
    await assert.rejects(failed.runner.run(), /^Error: no$/);
    failed.runner.stop(1);
    assert.equal(failed.runner.state, 'failed');
  });
});
