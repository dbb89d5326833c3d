import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { errors, markdownTable } from './errors.ts';
import type { ClientReport, Load } from './load.ts';
import { type BenchServer, startServer } from './server.ts';

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
/** The role chunk, the tokens, the finish chunk, usage and [DONE]. */
const eventsPerRequest = tokens + 4;
const run = promisify(execFile);

/**
 * Compares the accuracy and the CPU time of the engine with those of a plain loop over the official SDK. Each
 * client first sends one request that is not measured. Then the clients start one after the other, spread over
 * about the duration of one request.
 */
export async function benchAgainstSdk(sizes: readonly number[], requests: number): Promise<string> {
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
      rows.push(await measure(name, file, load, server));
      server.stop();
    }
  }
  return table(rows);
}

async function measure(name: string, file: string, load: Load, server: BenchServer): Promise<Row> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const { stdout } = await run(process.execPath, [path, JSON.stringify(load)], { maxBuffer: 1 << 28 });
  const client = JSON.parse(stdout) as ClientReport;
  const truths = await server.truths();
  const row: Row = {
    client: name,
    clients: load.clients,
    ttft: [],
    ttlt: [],
    serverTtft: [...truths.values()].map(truth => truth.ttft * 1000),
    cpuPerEvent: client.cpu / (client.measured.length * eventsPerRequest),
    memory: client.memory,
  };
  for (const { id, ttft, ttlt } of client.measured) {
    const truth = truths.get(id);
    if (!truth) throw new Error(`The server has no record of ${id}.`);
    row.ttft.push((ttft - truth.ttft) * 1000);
    row.ttlt.push((ttlt - truth.ttlt) * 1000);
  }
  if (row.ttft.length !== load.clients * load.requests) throw new Error('Requests are missing.');
  return row;
}

function table(rows: readonly Row[]): string {
  return markdownTable(
    {
      client: 'left',
      streams: 'right',
      'TTFT error, ms (p50 / p99 / max)': 'left',
      'TTLT error, ms (p50 / p99 / max)': 'left',
      'CPU µs per event': 'right',
      'peak MB': 'right',
      'server’s own TTFT, ms': 'left',
    },
    rows.map(row => [
      row.client,
      row.clients,
      errors(row.ttft),
      errors(row.ttlt),
      row.cpuPerEvent.toFixed(1),
      (row.memory / 1e6).toFixed(0),
      errors(row.serverTtft),
    ]),
  );
}
