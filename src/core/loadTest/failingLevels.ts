import { countOf, formatCount, formatPercent } from '../format/quantities.ts';
import type { LoadLevel } from './loadLevel.ts';

/** Beyond this share of failures, the times of a level describe only the requests that got through. */
const limit = 0.05;

type Counts = Pick<LoadLevel, 'clients' | 'requests' | 'failed'>;

function failedShare({ requests, failed }: Counts): number {
  return requests === 0 ? 0 : failed / requests;
}

/** Whether so many requests of a level failed that its rates and times say little about it. */
export function failsOften(level: Counts): boolean {
  return failedShare(level) > limit;
}

/** Warns of such a level, as a sentence; null for any other. */
export function failureDoubt(level: Counts): string | null {
  return failsOften(level)
    ? `${formatPercent(failedShare(level))} of the requests failed: times and rates describe only the others.`
    : null;
}

/** Says at which levels requests failed, without a full stop; null if hardly any did. */
export function whereRequestsFailed(ascending: readonly Counts[]): string | null {
  const failing = ascending.filter(failsOften);
  const [first] = failing;
  if (!first) return null;
  const shares = failing.map(
    level => `${formatPercent(failedShare(level))} at ${formatCount(level.clients)}`,
  );
  const onwards = ascending.every(level => level.clients < first.clients || failsOften(level));
  const several = failing.length > 1;
  const where =
    several && onwards
      ? `From ${countOf(first.clients, 'client')} on`
      : `At ${listed(failing.map(({ clients }) => formatCount(clients)))} ${several || first.clients > 1 ? 'clients' : 'client'}`;
  const level = several ? 'these levels take' : 'this level takes';
  return `${where}, requests failed (${shares.join(', ')}), so ${level} no part in the search for the knee`;
}

function listed(texts: readonly string[]): string {
  const last = texts.at(-1) ?? '';
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} and ${last}`;
}
