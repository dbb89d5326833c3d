import type { RunSummary } from '../stats/runSummary.ts';
import type { Stats } from '../stats/stats.ts';

export interface MlflowParam {
  key: string;
  value: string;
}

export interface MlflowMetric {
  key: string;
  value: number;
  /** Milliseconds since the epoch. */
  timestamp: number;
  step: number;
}

/** What LLMeter's MlflowCallback logs as parameters (llmeter-format 8.4), in its order. */
const paramKeys = [
  'total_requests',
  'clients',
  'n_requests',
  'model_id',
  'output_path',
  'endpoint_name',
  'provider',
  'run_name',
  'run_description',
] as const satisfies readonly (keyof RunSummary)[];

/** A tracking server takes no longer value; its own client cuts there too. */
const longestParam = 6000;
const longestKey = 250;
const mostMetrics = 1000;

/** The nine parameters, in Python's words: `None` for what has no value. */
export function mlflowParams(summary: RunSummary): MlflowParam[] {
  return paramKeys.map(key => ({ key, value: String(summary[key] ?? 'None').slice(0, longestParam) }));
}

/** Every other number of the statistics; true counts as 1 as in Python. `refused`: keys no server takes. */
export function mlflowMetrics(stats: Stats, at: Pick<MlflowMetric, 'timestamp' | 'step'>) {
  const params = new Set<string>(paramKeys);
  const metrics: MlflowMetric[] = [];
  const refused: string[] = [];
  for (const [key, value] of Object.entries(stats)) {
    if (params.has(key) || !(Number.isFinite(value) || typeof value === 'boolean')) continue;
    if (!isName(key)) refused.push(key);
    else metrics.push({ key, value: Number(value), ...at });
  }
  return { metrics, refused };
}

/** What every version takes for a name; one that a file system would read as another is none. */
function isName(key: string): boolean {
  const parts = key.split('/');
  return (
    key.length <= longestKey &&
    /^[/\w.\- ]+$/.test(key) &&
    !key.startsWith('..') &&
    parts.every(part => part !== '' && part !== '.' && part !== '..')
  );
}

/** Metrics in as many parts as a server takes in one request. */
export function metricBatches(metrics: readonly MlflowMetric[]): MlflowMetric[][] {
  const batches: MlflowMetric[][] = [];
  for (let i = 0; i < metrics.length; i += mostMetrics) batches.push(metrics.slice(i, i + mostMetrics));
  return batches;
}
