import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** What really happened to a request, as the server saw it; seconds. */
export interface Truth {
  id: string;
  ttft: number;
  ttlt: number;
}

/** The simulator in a process of its own, which knows when it really wrote the first and the last token. */
export interface BenchServer {
  url: string;
  /** By id, of the requests since this was asked last. */
  truths(): Promise<Map<string, Truth>>;
  stop(): void;
}

/** A real-time priority keeps the server's clock honest while a client takes all the CPU it can get. */
export const realTime = spawnSync('chrt', ['-f', '10', 'true']).status === 0;

export async function startServer(): Promise<BenchServer> {
  const file = fileURLToPath(new URL('../../src/simulator/worker.ts', import.meta.url));
  const [command, ...rest] = realTime
    ? ['chrt', '-f', '10', process.execPath, file]
    : [process.execPath, file];
  const server = spawn(command ?? '', rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: server.stdout }), 'line');
  const { url } = JSON.parse(String(line)) as { url: string };
  return {
    url,
    async truths() {
      const { truth } = (await (await fetch(`${url}/__truth`)).json()) as { truth: Truth[] };
      return new Map(truth.map(each => [each.id, each]));
    },
    stop: () => server.kill('SIGTERM'),
  };
}
