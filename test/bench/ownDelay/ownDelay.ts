import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { clientLimited } from '../../../src/core/metrics/clientDelay.ts';
import { type Distribution, percentiles } from '../../../src/core/metrics/distribution.ts';
import { markdownTable, quantileOf } from '../errors.ts';
import type { ClientLoad, ClientResult } from './client.ts';
import { type Case, grid } from './grid.ts';
import type { TokenTruth } from './tokenServer.ts';

const metrics = ['ttft', 'ttlt', 'tpot', 'itl'] as const;
const judged = ['p50', 'p90', 'p99'] as const;
type Metric = (typeof metrics)[number];

/** One reported percentile: how far it is from the truth, and what the client says of it; fractions. */
interface Verdict {
  name: string;
  metric: Metric;
  percentile: (typeof judged)[number];
  deviation: number;
  likely: number;
  atMost: number | null;
  marked: boolean;
}

/** Deviation from which a percentile should be marked. */
const limit = 0.05;
const realTime = spawnSync('chrt', ['-f', '10', 'true']).status === 0;

/**
 * Compares what the client says about its own delay with a server that knows when it wrote every token, over a
 * grid of loads, stops of the client's process, and other programs that take its processors.
 */
export async function benchOwnDelay(
  only: readonly string[],
): Promise<{ table: string; agreement: number; differing: string[] }> {
  const cases = grid.filter(({ name }) => only.length === 0 || only.some(part => name.includes(part)));
  const verdicts: Verdict[] = [];
  for (const one of cases) {
    process.stderr.write(`${one.name} ...\n`);
    verdicts.push(...(await verdictsOf(one)));
  }
  const differing = verdicts.filter(({ deviation, marked }) => Math.abs(deviation) > limit !== marked);
  return {
    table: table(cases, verdicts),
    agreement: 1 - differing.length / verdicts.length,
    differing: differing.map(
      ({ name, metric, percentile, deviation, likely }) =>
        `${name}: ${metric} ${percentile} is ${percent(deviation)} % off, said ${percent(likely)} %`,
    ),
  };
}

async function verdictsOf(one: Case): Promise<Verdict[]> {
  const server = start('tokenServer.ts', one.timing, realTime ? ['chrt', '-f', '10'] : []);
  const hogs = Array.from({ length: one.hogs ?? 0 }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
  );
  try {
    const { url } = (await server.next()) as { url: string };
    const load: ClientLoad = { baseUrl: `${url}/v1`, clients: one.clients, requests: one.requests };
    const client = start('client.ts', load, priorityOf(one));
    await client.next();
    for (const [after, length] of one.stops ?? []) {
      await wait(after * 1000);
      client.process.kill('SIGSTOP');
      await wait(length * 1000);
      client.process.kill('SIGCONT');
    }
    const result = (await client.next()) as ClientResult;
    const truths = (await (await fetch(url)).json()) as TokenTruth[];
    return compare(one.name, result, truths);
  } finally {
    for (const process of [server.process, ...hogs]) process.kill('SIGKILL');
  }
}

function priorityOf({ priority }: Case): string[] {
  if (!realTime || priority === 'normal') return [];
  return priority === 'nice' ? ['nice', '-n', '-20'] : ['chrt', '-f', '5'];
}

/** Starts a file of this folder as a process of its own; `next` reads its next line. */
function start(
  file: string,
  argument: object,
  prefix: readonly string[],
): { process: ChildProcess; next: () => Promise<unknown> } {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const [command = '', ...rest] = [...prefix, process.execPath, path, JSON.stringify(argument)];
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${file} ended early.`);
    return JSON.parse(value) as unknown;
  };
  void once(child, 'exit');
  return { process: child, next };
}

function compare(name: string, { metrics: reported, ids }: ClientResult, truths: TokenTruth[]): Verdict[] {
  const measured = new Set(ids);
  const known = truths.filter(({ id }) => measured.has(id));
  return metrics.flatMap(metric => {
    const distribution = reported[metric] as Distribution;
    const values = known.flatMap(truth => trueValues(truth, metric));
    if (distribution.n !== values.length)
      process.stderr.write(`${name}: ${metric} has ${distribution.n} of ${values.length} values.\n`);
    return judged.map(percentile => {
      const truth = quantileOf(values, percentiles[percentile].q) / 1000;
      const said = distribution.clientDelay?.[percentile];
      return {
        ...{ name, metric, percentile },
        deviation: (distribution[percentile] ?? Number.NaN) / truth - 1,
        likely: said?.likely ?? 0,
        atMost: said ? said.atMost : 0,
        marked: clientLimited(distribution.clientDelay).includes(percentile),
      };
    });
  });
}

/** Milliseconds. */
function trueValues({ readAt, tokens }: TokenTruth, metric: Metric): number[] {
  const [first = Number.NaN] = tokens;
  const last = tokens.at(-1) ?? Number.NaN;
  switch (metric) {
    case 'ttft':
      return [first - readAt];
    case 'ttlt':
      return [last - readAt];
    case 'tpot':
      return [(last - first) / (tokens.length - 1)];
    case 'itl':
      return tokens.slice(1).map((at, i) => at - (tokens[i] ?? at));
  }
}

function percent(fraction: number): string {
  const value = fraction * 100;
  return `${value >= 0.05 ? '+' : ''}${value.toFixed(Math.abs(value) < 10 ? 1 : 0)}`.replace('-0.0', '0.0');
}

/** Each case with p50, p90 and p99: the deviation and, in parentheses, what the client says; marked ones are bold. */
function table(cases: readonly Case[], verdicts: readonly Verdict[]): string {
  const cell = ({ deviation, likely, marked }: Verdict) => {
    const text = `${percent(deviation)} (${percent(likely)})`;
    return marked ? `**${text}**` : text;
  };
  const rows = cases.map(({ name }) => [
    name,
    ...metrics.map(metric =>
      verdicts
        .filter(one => one.name === name && one.metric === metric)
        .map(cell)
        .join(' / '),
    ),
  ]);
  return markdownTable(
    { 'TTFT / ITL, clients x requests': 'left', TTFT: 'left', TTLT: 'left', TPOT: 'left', ITL: 'left' },
    rows,
  );
}
