import assert from 'node:assert/strict';
import type { Clock } from '../../../src/core/base/clock.ts';
import { emptyResponse } from '../../../src/core/request/response.ts';
import { canFollow } from '../../../src/extension/measurements/runTransitions.ts';
import type { Runner } from '../../../src/measure/run/runner.ts';
import { SnapshotMaker, type SnapshotSubject } from '../../../src/measure/snapshot.ts';
import type { RunSnapshot } from '../../../src/protocol/run.ts';
import { hello } from './support/scriptedEndpoint.ts';
import { type ScriptedRunOptions, scriptedRun } from './support/scriptedRun.ts';
import { turn } from './support/virtualClock.ts';

function subjectOf({ wall }: Clock, runner: Runner): SnapshotSubject {
  return {
    runner,
    config: runner.config,
    spending: null,
    endpoint: {
      name: 'm',
      kind: 'scripted',
      model: 'm',
      provider: 'test',
      baseUrl: null,
      baseUrlFrom: null,
      stream: true,
    },
    startedAt: wall(),
    message: null,
    diagnostics: [],
  };
}

/** Runs to the end and takes a snapshot whenever anything may have changed. */
async function watched(
  options: ScriptedRunOptions,
  stopAt: Record<number, 1 | 2> = {},
): Promise<RunSnapshot[]> {
  const { clock, runner } = scriptedRun(options);
  const subject = subjectOf(clock, runner);
  const maker = new SnapshotMaker(clock.now, clock.wall);
  const seen = [maker.make(subject, false)];
  let over = false;
  const run = runner.run().then(
    () => {
      over = true;
    },
    () => {
      over = true;
    },
  );
  while (!over) {
    await turn();
    const stage = stopAt[seen.length];
    if (stage) runner.stop(stage);
    if (!over) clock.next();
    seen.push(maker.make(subject, false));
  }
  await run;
  seen.push(maker.make(subject, true));
  // Snapshots must survive the way to another thread.
  return seen.map(snapshot => structuredClone(snapshot));
}

function assertConsistent(seen: readonly RunSnapshot[]): void {
  const growing = ['sent', 'done', 'failed', 'cancelled', 'warmupDone', 'elapsed'] as const;
  seen.forEach((snapshot, i) => {
    const before = seen[i - 1];
    const { progress } = snapshot;
    assert.deepEqual(Object.keys(snapshot), Object.keys(seen[0] ?? {}), 'every snapshot has everything');
    assert.deepEqual(
      snapshot.groups.map(group => group.name),
      i === 0 ? snapshot.groups.map(group => group.name) : before?.groups.map(group => group.name),
    );
    for (const value of Object.values(progress)) assert.ok(value === null || value >= 0);
    assert.ok(progress.total === null || progress.done <= progress.total);
    assert.ok(progress.failed <= progress.done);
    if (!before) return;
    assert.ok(canFollow(before.state, snapshot.state), `${before.state} -> ${snapshot.state}`);
    for (const key of growing) assert.ok(progress[key] >= before.progress[key], `${key} of snapshot ${i}`);
    assert.ok(snapshot.series.ttft.at.length >= before.series.ttft.at.length);
  });
}

const states = (seen: readonly RunSnapshot[]) => [...new Set(seen.map(({ state }) => state))];
const flaky: ScriptedRunOptions['script'] = ({ number }) =>
  number % 4 === 2 ? { end: 30, error: { message: 'no', reason: 'server' } } : hello;

describe('snapshots of a run', () => {
  it('are complete and only grow, through warm-up, ramp-up and measuring to the end', async () => {
    const seen = await watched({ config: { clients: 4, requests: 10, warmup: 2, rampUp: 1 }, script: flaky });
    assertConsistent(seen);
    assert.deepEqual(states(seen), ['preparing', 'warming', 'running', 'saved']);
    const last = seen.at(-1);
    assert.ok(last);
    const { elapsed: _, ...progress } = last.progress;
    assert.deepEqual(progress, {
      sent: 40,
      done: 40,
      failed: 10,
      cancelled: 0,
      inFlight: 0,
      answering: 0,
      backlog: 0,
      total: 40,
      warmupDone: 8,
      warmupTotal: 8,
      duration: null,
    });
    assert.deepEqual(
      last.errors.map(({ reason, count, example }) => ({ reason, count, example })),
      [{ reason: 'server', count: 10, example: 'no' }],
    );
    assert.equal(last.metrics['ttft']?.n, 30);
    assert.equal(last.folder, '/runs/r1');
  });

  it('are consistent from whatever moment a run is stopped', async () => {
    for (let moment = 1; moment < 24; moment += 1) {
      for (const stage of [1, 2] as const) {
        const seen = await watched(
          { config: { clients: 3, requests: 4, warmup: 1, rampUp: 0.3 }, script: flaky },
          { [moment]: stage, [moment + 2]: 2 },
        );
        assertConsistent(seen);
        const last = seen.at(-1);
        assert.ok(last?.state === 'partial' || last?.state === 'saved', last?.state);
        assert.deepEqual([last.progress.inFlight, last.progress.backlog], [0, 0]);
        const { sent, done, cancelled, warmupDone } = last.progress;
        assert.ok(sent <= done + cancelled && done + cancelled <= sent + 3, `${moment}.${stage}`);
        assert.ok(warmupDone <= 3);
      }
    }
  });

  it('of a time-bound run have the duration and no total', async () => {
    const seen = await watched({ config: { requests: null, duration: 2 } });
    assertConsistent(seen);
    const { total, duration, elapsed } = seen.at(-1)?.progress ?? {};
    assert.deepEqual([total, duration], [null, 2]);
    assert.ok((elapsed ?? 0) >= 2);
  });

  it('of a run that cannot continue end with `failed`', async () => {
    const seen = await watched({
      callbacks: [{ name: 'strict', beforeRun: () => Promise.reject(new Error('no')) }],
    });
    assertConsistent(seen);
    assert.deepEqual(states(seen), ['preparing', 'failed']);
  });

  it('show dashes and no metric before the first response', async () => {
    const [first] = await watched({});
    assert.ok(first);
    assert.ok(first.groups.length > 0);
    for (const { entries } of first.groups) for (const { value } of entries) assert.equal(value, '—');
    assert.equal(first.metrics['ttft']?.n ?? 0, 0);
    assert.equal(first.progress.elapsed, 0);
  });

  it('refresh their statistics at most twice a second, and once more at the end', () => {
    const { clock, runner } = scriptedRun();
    const subject = subjectOf(clock, runner);
    const maker = new SnapshotMaker(clock.now, clock.wall);
    const shown: (number | undefined)[] = [];
    const look = (final = false) => shown.push(maker.make(subject, final).metrics['error_rate']?.n);
    runner.tally.add({ ...emptyResponse(), error: 'x' }, null);
    look();
    runner.tally.add({ ...emptyResponse(), error: 'x' }, null);
    clock.pass(489);
    look();
    clock.pass(1);
    look();
    runner.tally.add({ ...emptyResponse(), error: 'x' }, null);
    clock.pass(10);
    look();
    look(true);
    assert.deepEqual(shown, [1, 1, 2, 2, 3]);
  });

  it('show statistics as soon as there is an answer', () => {
    const { clock, runner } = scriptedRun();
    const subject = subjectOf(clock, runner);
    const maker = new SnapshotMaker(clock.now, clock.wall);
    const shown = () => maker.make(subject, false).metrics['error_rate']?.n;
    assert.equal(shown(), 0);
    clock.pass(200);
    runner.tally.add({ ...emptyResponse(), error: 'x' }, null);
    assert.equal(shown(), 1);
  });

  /** Statistics that take `milliseconds` to compute, seen every 200 ms for 20 s: how often they changed, and how. */
  function refreshesOf(milliseconds: number): { count: number; longestWait: number } {
    const { clock, runner } = scriptedRun();
    const { metrics } = runner.tally;
    const original = metrics.liveMetrics.bind(metrics);
    const refreshedAt: number[] = [];
    metrics.liveMetrics = () => {
      refreshedAt.push(clock.now());
      clock.pass(milliseconds);
      return original();
    };
    const maker = new SnapshotMaker(clock.now, clock.wall);
    const began = clock.now();
    while (clock.now() - began < 20_000) {
      maker.make(subjectOf(clock, runner), false);
      clock.pass(200);
    }
    const waits = refreshedAt.slice(1).map((at, i) => at - (refreshedAt[i] ?? 0));
    return { count: refreshedAt.length, longestWait: Math.max(...waits) };
  }

  it('refresh them less often if that takes longer, because it delays stamps', () => {
    assert.ok(refreshesOf(4).count < refreshesOf(1).count);
  });

  it('never stand still for more than a second, however long that takes', () => {
    for (const milliseconds of [0, 1, 4, 20, 50]) {
      assert.ok(refreshesOf(milliseconds).longestWait <= 1000, `${milliseconds} ms`);
    }
  });

  it('have no rate before a second has passed, and then count from the first request', () => {
    const { clock, runner } = scriptedRun();
    const subject = subjectOf(clock, runner);
    const maker = new SnapshotMaker(clock.now, clock.wall);
    const began = clock.wall();
    const rpm = () =>
      maker
        .make(subject, false)
        .groups.flatMap(({ entries }) => entries)
        .find(({ label }) => label === 'rpm')?.value;
    const answered = () => {
      // 200 clients send within five milliseconds, so LLMeter's send window is almost empty.
      for (let client = 0; client < 200; client += 1) {
        const response = { ...emptyResponse(), time_to_last_token: 0.9, request_time: began + client / 40 };
        runner.tally.add(response, null);
      }
    };
    clock.pass(900);
    answered();
    assert.equal(rpm(), '—');
    clock.pass(2100);
    assert.equal(rpm(), '4000.0');
  });

  it('count the requests whose answer is arriving', async () => {
    const long = { texts: ['a', 'b'], at: [10, 100] };
    const short = { texts: ['a'], at: [50] };
    const seen = await watched({
      config: { clients: 2, requests: 1 },
      script: ({ number }) => (number === 0 ? long : short),
    });
    const arriving = seen.map(({ progress: { done, answering } }) => `${done} done, ${answering} answering`);
    assert.deepEqual([...new Set(arriving)].slice(0, 3), [
      '0 done, 0 answering',
      '0 done, 1 answering',
      '1 done, 0 answering',
    ]);
  });
});
