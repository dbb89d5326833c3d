import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { exchange } from './rawClient.ts';

const entry = new URL('../../../src/simulator/worker.ts', import.meta.url);
const models = { method: 'GET', path: '/v1/models' };

/** Listens from the start: the first message and the exit may come in the same turn of the event loop. */
function startWorker(scenario: string) {
  const worker = new Worker(entry, { workerData: { scenario } });
  return { worker, announced: once(worker, 'message'), exited: once(worker, 'exit') };
}

describe('simulator: in a thread or process of its own', () => {
  it('runs as a worker thread until told to close', async () => {
    const { worker, announced, exited } = startWorker('fast');
    const [announcement] = await announced;
    assert.deepEqual(announcement, {
      type: 'listening',
      port: announcement.port,
      url: `http://127.0.0.1:${announcement.port}`,
    });
    assert.equal((await exchange(announcement.port, models)).status, 200);
    worker.postMessage({ type: 'close' });
    assert.deepEqual(await exited, [0]);
  });

  it('reports to its owner why it could not start', async () => {
    const { announced, exited } = startWorker('nope');
    const [announcement] = await announced;
    assert.equal(announcement.type, 'failed');
    assert.match(announcement.message, /^There is no scenario "nope"/);
    assert.deepEqual(await exited, [1]);
  });

  it('runs as a process until it is told to end', async () => {
    const child = spawn(process.execPath, [fileURLToPath(entry), '{"scenario":"fast"}']);
    const exited = once(child, 'exit');
    const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
    const { type, port } = JSON.parse(line);
    assert.equal(type, 'listening');
    assert.equal((await exchange(port, models)).status, 200);
    child.kill('SIGTERM');
    assert.deepEqual(await exited, [0, null]);
  });
});
