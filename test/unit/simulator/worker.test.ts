import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { exchange } from './rawClient.ts';

const entry = new URL('../../../src/simulator/worker.ts', import.meta.url);
const models = { method: 'GET', path: '/v1/models' };

describe('simulator: in a thread or process of its own', function () {
  // Starting a thread or a process can take long on a busy machine.
  this.timeout(60_000);

  it('runs as a worker thread until told to close', async () => {
    const worker = new Worker(entry, { workerData: { scenario: 'fast' } });
    const [announcement] = await once(worker, 'message');
    assert.deepEqual(announcement, {
      type: 'listening',
      port: announcement.port,
      url: `http://127.0.0.1:${announcement.port}`,
    });
    assert.equal((await exchange(announcement.port, models)).status, 200);
    worker.postMessage({ type: 'close' });
    assert.deepEqual(await once(worker, 'exit'), [0]);
  });

  it('reports to its owner why it could not start', async () => {
    const worker = new Worker(entry, { workerData: { scenario: 'nope' } });
    const [announcement] = await once(worker, 'message');
    assert.equal(announcement.type, 'failed');
    assert.match(announcement.message, /^There is no scenario "nope"/);
    assert.deepEqual(await once(worker, 'exit'), [1]);
  });

  it('runs as a process until it is told to end', async () => {
    const child = spawn(process.execPath, [fileURLToPath(entry), '{"scenario":"fast"}']);
    const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
    const { type, port } = JSON.parse(line);
    assert.equal(type, 'listening');
    assert.equal((await exchange(port, models)).status, 200);
    child.kill('SIGTERM');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });
});
