import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { EndpointKind } from '../../src/endpoints/contract/endpointKind.ts';
import { endpointKinds } from '../../src/endpoints/kinds.ts';
import { errors, markdownTable, quantileOf } from './errors.ts';
import { type BenchServer, startServer } from './server.ts';

interface Row {
  kind: string;
  provider: string;
  ttft: number[];
  ttlt: number[];
}

/** The fields of a line of `responses.jsonl` that are used. */
interface Response {
  id: string;
  time_to_first_token: number;
  time_to_last_token: number;
  error: string | null;
}

const clients = 50;
/** Largest acceptable median error of TTFT and TTLT, in milliseconds. */
const bound = 2;
const run = promisify(execFile);
const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
/** The simulator accepts any AWS keys. These keep the SDKs from searching this machine for others. */
const environment = { PATH: process.env['PATH'], AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none' };

/**
 * Compares what `llmeter run` saves for requests of every kind and provider with the true times. Each client
 * first sends one request that is not measured. `inaccurate` lists those whose median error exceeds the bound.
 */
export async function benchEveryKind(
  only: readonly string[],
  requests: number,
): Promise<{ table: string; inaccurate: string[] }> {
  const rows: Row[] = [];
  const asked = endpointKinds.filter(({ id }) => only.length === 0 || only.includes(id));
  for (const kind of asked.filter(({ simulatedPath }) => simulatedPath !== null)) {
    for (const provider of providersOf(kind)) {
      process.stderr.write(`${kind.id}, ${provider}: ${clients} clients x ${requests} requests ...\n`);
      const server = await startServer();
      rows.push(await measure(kind, provider, requests, server));
      server.stop();
    }
  }
  const inaccurate = rows.filter(({ ttft, ttlt }) =>
    [ttft, ttlt].some(each => quantileOf(each.map(Math.abs), 0.5) > bound),
  );
  return { table: table(rows), inaccurate: inaccurate.map(({ kind, provider }) => `${kind}, ${provider}`) };
}

/** The kind's default provider, and those that are accessed in another way. */
function providersOf({ providers, presets, awsProviders }: EndpointKind): Set<string> {
  return new Set([
    ...presets.slice(0, 1).map(({ provider }) => provider),
    ...providers,
    ...Object.keys(awsProviders ?? {}),
  ]);
}

async function measure(
  kind: EndpointKind,
  provider: string,
  requests: number,
  server: BenchServer,
): Promise<Row> {
  const output = await mkdtemp(join(tmpdir(), 'llmeter-bench-'));
  try {
    const responses = await responsesOf(kind, provider, server.url, [
      ...['--clients', `${clients}`, '--requests', `${requests}`, '--warmup', '1', '--output', output],
    ]);
    const truths = await server.truths();
    const row: Row = { kind: kind.id, provider, ttft: [], ttlt: [] };
    for (const { id, time_to_first_token: ttft, time_to_last_token: ttlt, error } of responses) {
      const truth = truths.get(id);
      if (error !== null || !truth)
        throw new Error(`${kind.id}: ${error ?? `the server has no record of ${id}`}`);
      row.ttft.push((ttft - truth.ttft) * 1000);
      row.ttlt.push((ttlt - truth.ttlt) * 1000);
    }
    if (row.ttft.length !== clients * requests) throw new Error('Requests are missing.');
    return row;
  } finally {
    await rm(output, { recursive: true });
  }
}

async function responsesOf(
  kind: EndpointKind,
  provider: string,
  origin: string,
  load: readonly string[],
): Promise<Response[]> {
  const { exampleModel: model } = kind.presets.find(preset => preset.provider === provider) ?? kind;
  const endpoint = [
    ...['--endpoint', kind.id, '--provider', provider, '--model', model],
    ...['--base-url', `${origin}/default${kind.simulatedPath}`],
    ...['--prompt', 'Write a short paragraph about the sea.', '--max-tokens', '1000', '--json'],
  ];
  const { stdout } = await run(process.execPath, [cli, 'run', ...endpoint, ...load], {
    env: environment,
    maxBuffer: 1 << 28,
  });
  const { folder } = JSON.parse(stdout) as { folder: string };
  const lines = (await readFile(join(folder, 'responses.jsonl'), 'utf8')).trim().split('\n');
  return lines.map(line => JSON.parse(line) as Response);
}

function table(rows: readonly Row[]): string {
  return markdownTable(
    {
      'endpoint kind': 'left',
      provider: 'left',
      requests: 'right',
      'TTFT error, ms (p50 / p99 / max)': 'left',
      'TTLT error, ms (p50 / p99 / max)': 'left',
    },
    rows.map(({ kind, provider, ttft, ttlt }) => [
      `\`${kind}\``,
      `\`${provider}\``,
      ttft.length,
      errors(ttft),
      errors(ttlt),
    ]),
  );
}
