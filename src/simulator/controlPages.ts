import type { HttpRequest } from './http/requestParser.ts';
import type { Header, WholeResponse } from './http/response.ts';
import type { Scenario } from './scenario/scenario.ts';
import type { LatenessSummary } from './truth/lateness.ts';
import type { TruthLog } from './truth/truthLog.ts';

/** The load of the server itself. */
export interface SimulatorStats {
  /** CPU time of the whole process since its start, microseconds. */
  readonly cpuUsage: { readonly user: number; readonly system: number };
  /** How late token writes were, in seconds after their scripted time. */
  readonly lateness: LatenessSummary;
  readonly connections: number;
}

export interface PageSources {
  readonly scenarios: ReadonlyMap<string, Scenario>;
  readonly fallback: string;
  readonly truthLog: TruthLog;
  stats(): SimulatorStats;
}

/** The pages that are not part of any API: `/`, `/__truth` (reading clears it) and `/__stats`. */
export function controlPage({ method, path }: HttpRequest, sources: PageSources): WholeResponse | null {
  if (method !== 'GET') return null;
  switch (path) {
    case '/':
      return page('text/plain; charset=utf-8', index(sources));
    case '/__truth': {
      const truth = sources.truthLog.all();
      sources.truthLog.clear();
      return page('application/json', JSON.stringify({ truth }));
    }
    case '/__stats':
      return page('application/json', JSON.stringify(sources.stats()));
    default:
      return null;
  }
}

function page(contentType: string, body: string): WholeResponse {
  const headers: Header[] = [
    ['content-type', contentType],
    ['cache-control', 'no-store'],
  ];
  return { status: 200, headers, body };
}

function index({ scenarios, fallback }: PageSources): string {
  const lines = [...scenarios].map(([name, { description }]) => `/${name}/v1\n    ${description}`);
  return `LLMeter’s built-in LLM server. A base URL without a scenario, /v1, uses ${fallback}.\n\n${lines.join('\n')}\n`;
}
