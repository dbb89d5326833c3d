import type { JsonObject } from '../base/jsonValue.ts';
import { formatSeconds } from './quantities.ts';

/** What the run took of the machine that measured, as a sentence; null if its folder does not say. */
export function clientLoad(environment: JsonObject | null): string | null {
  const { cpu_cores_used: cpu, max_rss_bytes: memory, ...delays } = environment ?? {};
  const { event_loop_delay_p99: p99, event_loop_delay_max: longest } = delays;
  if (typeof cpu !== 'number' || typeof memory !== 'number') return null;
  const loop =
    typeof p99 === 'number' && typeof longest === 'number'
      ? `, event loop late by ${formatSeconds(p99)} (p99) and ${formatSeconds(longest)} (at most)`
      : '';
  const megabytes = Math.round(memory / 2 ** 20).toLocaleString('en-US');
  return `This machine: ${cpu.toFixed(2)} cores used, up to ${megabytes} MB of memory${loop}.`;
}
