import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { type SimulatorOptions, startSimulator } from './simulator.ts';

/**
 * The simulator in a thread or process of its own, so that it does not disturb its caller's timing. As a worker
 * thread it takes its options as `workerData`, posts `{ type: 'listening', port, url }` or
 * `{ type: 'failed', message }`, and ends on `{ type: 'close' }`. As a process it takes them as JSON in its first
 * argument, prints the same object as one line, and ends on SIGTERM, SIGINT or when the parent that forked it ends.
 */
type Announcement = { type: 'listening'; port: number; url: string } | { type: 'failed'; message: string };

function announce(announcement: Announcement): void {
  if (parentPort) parentPort.postMessage(announcement);
  else process.stdout.write(`${JSON.stringify(announcement)}\n`);
}

try {
  const options: SimulatorOptions = isMainThread ? JSON.parse(process.argv[2] ?? '{}') : (workerData ?? {});
  const simulator = await startSimulator(options);
  const close = async (): Promise<void> => {
    await simulator.close();
    parentPort?.close();
    if (process.connected) process.disconnect();
  };
  parentPort?.on('message', (message: { type?: unknown }) => {
    if (message.type === 'close') void close();
  });
  if (isMainThread)
    for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.once(event, close);
  announce({ type: 'listening', port: simulator.port, url: simulator.url });
} catch (error) {
  announce({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
}
