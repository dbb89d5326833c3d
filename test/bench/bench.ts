import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import * as os from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { quantile } from '../../src/core/stats/percentiles.ts';
import type { ClientReport, Load } from './load.ts';

/**
 * How exact the engine is, and what it costs, beside a plain loop over the official SDK: both against
 * the simulator in a process of its own, which knows when it really wrote the first and the last token.
 * Each client sends one request first, which is not measured; then they start over one inter-request period.
 * `npm run bench -- [clients ...] [--requests N]`
 */
interface Truth {
  id: string;
  ttft: number;
  ttlt: number;
}

interface Row {
  client: string;
  clients: number;
  ttft: number[];
  ttlt: number[];
  serverTtft: number[];
  cpuPerEvent: number;
  memory: number;
}

const tokens = 50;
/** Role chunk, tokens, finish, usage and [DONE]. */
const eventsPerRequest = tokens + 4;
const run = promisify(execFile);
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const args = process.argv.slice(2);
const flag = args.indexOf('--requests');
const requests = flag >= 0 ? Number(args[flag + 1]) : 5;
const sizes = args.filter((value, i) => /^\d+$/.test(value) && (flag < 0 || i !== flag + 1)).map(Number);

/** A real-time priority keeps the server's clock honest while a client takes all the CPU it can get. */
const realTime = spawnSync('chrt', ['-f', '10', 'true']).status === 0;

async function startServer() {
  const file = here('../../src/simulator/worker.ts');
  const [command, ...rest] = realTime
    ? ['chrt', '-f', '10', process.execPath, file]
    : [process.execPath, file];
  const server = spawn(command ?? '', rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: server.stdout }), 'line');
  const { url } = JSON.parse(String(line)) as { url: string };
  return { url, stop: () => server.kill('SIGTERM') };
}

async function measure(name: string, file: string, load: Load, origin: string): Promise<Row> {
  await fetch(`${origin}/__truth`);
  const { stdout } = await run(process.execPath, [here(file), JSON.stringify(load)], { maxBuffer: 1 << 28 });
  const client = JSON.parse(stdout) as ClientReport;
  const { truth: truths } = (await (await fetch(`${origin}/__truth`)).json()) as { truth: Truth[] };
  const byId = new Map(truths.map(truth => [truth.id, truth]));
  const row: Row = {
    client: name,
    clients: load.clients,
    ttft: [],
    ttlt: [],
    serverTtft: truths.map(truth => truth.ttft * 1000).sort((a, b) => a - b),
    cpuPerEvent: client.cpu / (client.measured.length * eventsPerRequest),
    memory: client.memory,
  };
  for (const { id, ttft, ttlt } of client.measured) {
    const truth = byId.get(id);
    if (!truth) throw new Error(`The server knows nothing of ${id}.`);
    row.ttft.push((ttft - truth.ttft) * 1000);
    row.ttlt.push((ttlt - truth.ttlt) * 1000);
  }
  if (row.ttft.length !== load.clients * load.requests) throw new Error('Requests are missing.');
  return row;
}

function errors(values: number[]): string {
  const sorted = Float64Array.from(values).sort();
  return [0.5, 0.99, 1].map(q => quantile(sorted, q).toFixed(2)).join(' / ');
}

function table(rows: readonly Row[]): string {
  const lines = rows.map(row =>
    [
      row.client,
      row.clients,
      errors(row.ttft),
      errors(row.ttlt),
      row.cpuPerEvent.toFixed(1),
      (row.memory / 1e6).toFixed(0),
      errors(row.serverTtft),
    ].join(' | '),
  );
  return [
    '| client | streams | TTFT error, ms (p50 / p99 / max) | TTLT error, ms (p50 / p99 / max) | CPU µs per event | peak MB | server’s own TTFT, ms |',
    '| --- | ---: | --- | --- | ---: | ---: | --- |',
    ...lines.map(line => `| ${line} |`),
  ].join('\n');
}

const rows: Row[] = [];
for (const clients of sizes.length > 0 ? sizes : [1, 10, 100, 1000]) {
  for (const [name, file] of [
    ['LLMeter engine', 'engineLoop.ts'],
    ['openai SDK, for await', 'sdkLoop.ts'],
  ] as const) {
    const server = await startServer();
    const load: Load = {
      baseUrl: `${server.url}/steady/v1`,
      clients,
      requests,
      warmup: 1,
      rampUp: 1.08,
      prompt: 'Write a short paragraph about the sea. '.repeat(5),
    };
    process.stderr.write(`${name}, ${clients} streams x ${requests} requests ...\n`);
    rows.push(await measure(name, file, load, server.url));
    server.stop();
  }
}
process.stdout.write(
  `${os.cpus()[0]?.model ?? 'unknown CPU'}, ${os.availableParallelism()} cores, Node ${process.version}, server at ${realTime ? 'real-time' : 'ordinary'} priority\n\n${table(rows)}\n`,
);
process.exit(0);
