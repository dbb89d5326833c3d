import { formatPercent, formatSeconds } from '../format/quantities.ts';
import type { RunConditions } from './conditions.ts';
import { caution, type Finding, type Pair, tolerated } from './finding.ts';

/** Opening a connection lengthens the first time of a request. */
export function connections({ baseline, candidate }: Pair): Finding | null {
  const [a, b] = [baseline.conditions.coldShare, candidate.conditions.coldShare];
  const took = Math.max(baseline.conditions.setupTime ?? 0, candidate.conditions.setupTime ?? 0);
  if (a === null || b === null || Math.abs(a - b) <= tolerated / 2) return null;
  const colder = a > b ? baseline : candidate;
  return caution(
    `${formatPercent(a)} of the requests of one and ${formatPercent(b)} of the other had to open a connection${took > 0 ? `, which took ${formatSeconds(took)} on average` : ''}`,
    warmupWouldHelp(colder.conditions)
      ? 'Set "warmup" to 1 in both.'
      : `More requests of ${colder.name} opened a connection than a warm-up could prevent. Unless they followed failures, let the server and any proxy in front of it keep connections open.`,
  );
}

/** A warm-up opens one connection per client, so it explains no more than that. */
function warmupWouldHelp({ warmup, clients, coldShare, requests }: RunConditions): boolean {
  return (warmup ?? 0) === 0 && (coldShare ?? 0) * requests <= clients;
}
