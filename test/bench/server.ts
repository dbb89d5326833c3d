import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The true times of a request, as the server saw them; seconds. */
export interface Truth {
  id: string;
  ttft: number;
  ttlt: number;
}

/** The simulator in a separate process. It records when it actually wrote the first and the last token. */
export interface BenchServer {
  url: string;
  /** The true times of the requests since the last call, by id. */
  truths(): Promise<Map<string, Truth>>;
  stop(): void;
}

/** Real-time priority keeps the server's timing accurate while a client uses all available CPU time. */
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
