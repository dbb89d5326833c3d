import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadRun } from '../../src/folder/loadRun.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { measure, openEngine, simulated, snapshotWhere, startOf, withEngine } from './support/engine.ts';
import type { Progress, Task } from './support/runAndTell.ts';

describe('how an engine ends', () => {
  it('closed during a run, it leaves a partial folder that loads', () =>
    withEngine(async (engine, folder) => {
      const run = measure(engine, 'run', startOf(folder, { duration: '10m', clients: 3, name: 'closed' }));
      await snapshotWhere(engine, ({ progress }) => progress.done > 5);
      const [outcome] = await Promise.all([run, engine.close()]);
      assert.equal(outcome.state, 'partial');
      const loaded = await loadRun(join(folder, 'runs', 'closed'), { responses: true });
      assert.deepEqual(
        [loaded.partial, loaded.warnings, loaded.responses.length, loaded.stats['interrupted']],
        ['The run was stopped early.', [], outcome.totalRequests, true],
      );
      await assert.rejects(engine.request('listRuns', { roots: [] }), { name: 'ChannelClosed' });
    }));

  it('closed twice, or while nothing runs, it just ends', async () => {
    const engine = openEngine();
    await Promise.all([engine.close(), engine.close()]);
    await assert.rejects(engine.request('listRuns', { roots: [] }), { name: 'ChannelClosed' });
  });

  it('killed with its process, it leaves what was answered until a second before', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'llmeter-killed-'));
    const simulator = await startSimulator({ scenarios: { quick: quick() } });
    try {
      const endpoint = { ...simulated('fast'), baseUrl: `${simulator.url}/quick/v1` };
      const plan = { endpoint, duration: '10m', clients: 8, warmup: 1, name: 'killed' };
      const task: Task = { start: startOf(folder, plan) };
      const child = fork(new URL('./support/runAndTell.ts', import.meta.url), [JSON.stringify(task)]);
      let last: Progress = { done: 0, at: 0 };
      const told: Progress[] = [];
      await new Promise<void>((resolve, reject) => {
        child.on('message', message => {
          last = message as Progress;
          told.push(last);
          const first = told[0];
          if (first && last.at - first.at > 1500) resolve();
        });
        child.on('exit', () => reject(new Error('The child ended by itself.')));
      });
      const exited = new Promise(resolve => child.on('exit', resolve));
      child.removeAllListeners('message');
      child.kill('SIGKILL');
      await exited;

      const loaded = await loadRun(join(folder, 'runs', 'killed'), { responses: true });
      assert.match(loaded.partial ?? '', /^The run wrote no summary: it was killed or is still running\./);
      assert.equal(loaded.sidecar?.state, 'running');
      // Whatever had been processed a second before the end must be there.
      const secondBefore = told.findLast(({ at }) => at <= last.at - 1000);
      assert.ok(secondBefore && secondBefore.done > 0);
      assert.ok(
        loaded.responses.length >= secondBefore.done,
        `${loaded.responses.length} of ${secondBefore.done} were saved`,
      );
      assert.equal(loaded.summary.total_requests, loaded.responses.length);
      assert.equal(loaded.summary.clients, 8);
      assert.ok(loaded.stats['time_to_first_token-p50']);
      for (const warning of loaded.warnings) assert.match(warning, /^The last line of .* is incomplete/);
      assert.equal(loaded.excluded.filter(trace => trace.phase === 'warmup').length, 8);
    } finally {
      await simulator.close();
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('broken down, it refuses what is open and says so', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'llmeter-crash-'));
    const worker = join(folder, 'broken.mjs');
    await writeFile(
      worker,
      "import { parentPort } from 'node:worker_threads'; parentPort.once('message', () => { throw new Error('out of order'); });",
    );
    let told: Error | null = null;
    const engine = openEngine({
      engineWorker: pathToFileURL(worker),
      onCrash: error => {
        told = error;
      },
    });
    const refusal = { name: 'ChannelClosed', message: 'The engine stopped: out of order' };
    const open = [engine.request('listRuns', { roots: [] }), engine.request('loadReport', { folder })];
    for (const request of open) await assert.rejects(request, refusal);
    await assert.rejects(engine.request('listRuns', { roots: [] }), refusal);
    assert.match(String(told), /out of order/);
    await engine.close();
    await rm(folder, { recursive: true });
  });

  it('without its file, it refuses everything', async () => {
    const engine = openEngine({ engineWorker: new URL('file:///nowhere/worker.js') });
    await assert.rejects(engine.request('listRuns', { roots: [] }), { name: 'ChannelClosed' });
  });

  it('without a built-in server, a run on it is refused, and all else goes on, unchecked', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'llmeter-nosim-'));
    const engine = openEngine({ simulatorWorker: new URL('file:///nowhere/simulator.js') });
    const server = await startSimulator();
    try {
      for (let attempt = 0; attempt < 2; attempt += 1) {
        await assert.rejects(
          measure(engine, 'run', startOf(folder, {})),
          /The built-in server could not be started: Cannot find module/,
        );
      }
      const logged: string[] = [];
      engine.on('log', ({ level, message }) => logged.push(`${level} ${message}`));
      const endpoint = { ...simulated('fast'), baseUrl: `${server.url}/fast/v1` };
      const { state, environment } = await measure(
        engine,
        'run',
        startOf(folder, { endpoint, name: 'real' }),
      );
      assert.deepEqual([state, environment['self_check_error_p50']], ['saved', null]);
      assert.match(logged[0] ?? '', /^warn The self-check failed: The built-in server could not be started/);
      const { runs } = await engine.request('listRuns', { roots: [folder] });
      assert.deepEqual(
        runs.map(run => run.name),
        ['real'],
      );
    } finally {
      await engine.close();
      await server.close();
      await rm(folder, { recursive: true });
    }
  });
});

/** About a hundred requests a second from eight clients. */
function quick() {
  return {
    ttft: { kind: 'fixed', value: 0.03 },
    itl: { kind: 'fixed', value: 0.002 },
    tokens: { kind: 'fixed', value: 20 },
  } as const;
}
