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

/** Tracking servers accept no longer value; MLflow's own client truncates at the same length. */
const longestParam = 6000;
const longestKey = 250;
const mostMetrics = 1000;

/** The nine parameters as Python writes them: `None` for a missing value. */
export function mlflowParams(summary: RunSummary): MlflowParam[] {
  return paramKeys.map(key => ({ key, value: String(summary[key] ?? 'None').slice(0, longestParam) }));
}

/** All other numbers of the statistics, with true as 1 as in Python. `refused`: keys that no server accepts. */
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

/** Whether servers of every version accept a key as a name. They reject keys that a file system would normalise. */
function isName(key: string): boolean {
  const parts = key.split('/');
  return (
    key.length <= longestKey &&
    /^[/\w.\- ]+$/.test(key) &&
    !key.startsWith('..') &&
    parts.every(part => part !== '' && part !== '.' && part !== '..')
  );
}

/** Splits metrics into batches of the size that a server accepts in one request. */
export function metricBatches(metrics: readonly MlflowMetric[]): MlflowMetric[][] {
  const batches: MlflowMetric[][] = [];
  for (let i = 0; i < metrics.length; i += mostMetrics) batches.push(metrics.slice(i, i + mostMetrics));
  return batches;
}
