import { parseDuration } from '../base/duration.ts';
import type { EndpointConfigBase } from './endpointConfig.ts';

/** An error that depends on more than the type of a single field. */
export interface Contradiction {
  path: PropertyKey[];
  /** A sentence. */
  message: string;
}

type Time = number | string | undefined;

/** The times of a plan, as they were written, and what decides whether they make sense. */
interface Limits {
  endpoint?: unknown;
  payload?: unknown;
  maxTokens: number;
  duration?: Time;
  timeout: number | string;
  slo?: { ttft?: Time; ttlt?: Time; tpot?: Time } | undefined;
}

/** Times that are not positive, and limits that no answer can meet or that decide nothing. */
export function limitProblems(plan: Limits): Contradiction[] {
  const wrong = nonPositiveTimes(plan);
  return [...limitsWithoutStream(plan), ...(wrong.length > 0 ? wrong : limitsWithoutEffect(plan))];
}

/** An answer that is not streamed has no first token, so it could never meet such a limit. */
function limitsWithoutStream({ endpoint, slo = {} }: Limits): Contradiction[] {
  if ((endpoint as Partial<EndpointConfigBase> | undefined)?.stream !== false) return [];
  const needing = (['ttft', 'tpot'] as const).filter(key => slo[key] !== undefined);
  return needing.map(key => ({
    path: ['slo', key],
    message: `"slo.${key}" cannot be met with "endpoint.stream": false: an answer that is not streamed has no time to first token. Use "slo.ttlt", or stream.`,
  }));
}

/** Whatever the answers are like, these limits make no difference. */
function limitsWithoutEffect({ slo = {}, timeout, maxTokens, payload }: Limits): Contradiction[] {
  const found: Contradiction[] = [];
  const seconds = (time: Time, key: string) => (time === undefined ? 0 : parseDuration(time, `"${key}"`));
  for (const key of ['ttft', 'ttlt'] as const) {
    if (seconds(slo[key], `slo.${key}`) <= seconds(timeout, 'timeout')) continue;
    const message = `"slo.${key}" (${slo[key]}) is longer than "timeout" (${timeout}), after which a request fails: raise "timeout", or lower the limit.`;
    found.push({ path: ['slo', key], message });
  }
  if (slo.ttlt !== undefined && seconds(slo.ttft, 'slo.ttft') > seconds(slo.ttlt, 'slo.ttlt')) {
    const message = `"slo.ttft" (${slo.ttft}) is longer than "slo.ttlt" (${slo.ttlt}), so it decides nothing: lower it, or leave it out.`;
    found.push({ path: ['slo', 'ttft'], message });
  }
  if (slo.tpot !== undefined && maxTokens === 1 && payload === undefined) {
    const message = `"slo.tpot" decides nothing with "maxTokens": 1: an answer of one token has no time per output token. Raise "maxTokens", or use another limit.`;
    found.push({ path: ['slo', 'tpot'], message });
  }
  return found;
}

function nonPositiveTimes({ duration, timeout, slo = {} }: Limits): Contradiction[] {
  const times = [
    { path: ['duration'], time: duration },
    { path: ['timeout'], time: timeout },
    ...Object.entries(slo).map(([key, time]) => ({ path: ['slo', key], time })),
  ];
  return times.flatMap(({ path, time }) => {
    const key = `"${path.join('.')}"`;
    if (time === undefined || parseDuration(time, key) > 0) return [];
    return [{ path, message: `${key} must be greater than 0, not "${time}".` }];
  });
}
