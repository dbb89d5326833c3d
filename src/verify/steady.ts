import { groupBy } from '../core/base/groupBy.ts';
import { num } from './files.ts';
import { sumOf } from './numbers.ts';
import type { Measured } from './requests.ts';

/** A request of the time in which all clients were at work, and how long its client took until the next one. */
interface Counted {
  readonly request: Measured;
  readonly cycle: number;
}

interface Steady {
  readonly clients: number;
  readonly length: number;
  readonly inFlight: number;
  readonly counted: readonly Counted[];
}

/** A client's requests in the order of sending. */
type Turn = { readonly request: Measured; readonly sent: number; readonly ended: number };

/** From the last client's first request to the first client's end; null if that is no time at all. */
export function steadyTime(measured: readonly Measured[]): Steady | null {
  const turns = measured.flatMap((request): Turn[] => {
    const [sent, ended] = [num(request.trace?.['sentAt']), num(request.trace?.['endedAt'])];
    return sent === null || ended === null ? [] : [{ request, sent, ended }];
  });
  const byClient = [...groupBy(turns, ({ request }) => num(request.trace?.['client']) ?? -1).values()].map(
    own => own.toSorted((a, b) => a.sent - b.sent),
  );
  const begins = byClient.map(own => own[0]?.sent ?? 0);
  const ends = byClient.map(own => own.reduce((latest, { ended }) => Math.max(latest, ended), 0));
  if (byClient.length === 0) return null;
  const from = begins.reduce((a, b) => Math.max(a, b));
  const to = ends.reduce((a, b) => Math.min(a, b));
  if (!(to > from)) return null;
  const counted = byClient.flatMap(own =>
    own.flatMap(({ request, sent, ended }, i): Counted[] => {
      if (i === 0 || sent < from || sent >= to) return [];
      return [{ request, cycle: Math.max(0, (own[i + 1]?.sent ?? ended) - sent) }];
    }),
  );
  const busy = turns.map(({ sent, ended }) => Math.max(0, Math.min(ended, to) - Math.max(sent, from)));
  return { clients: byClient.length, length: to - from, inFlight: sumOf(busy) / (to - from), counted };
}

/**
 * Little's law: clients x amounts / time from each request to the next. Null for a single client, for clients that
 * do not wait for their answers, for fewer than eight requests or one for each client, and for a time that is short
 * against the requests that count.
 */
export function steadyRate(
  { clients, length, inFlight, counted }: Steady,
  amount: (request: Measured) => number,
): number | null {
  if (clients < 2 || inFlight > clients * 1.1 || counted.length < Math.max(8, clients)) return null;
  const whole = sumOf(counted.map(({ cycle }) => cycle));
  const cut = counted.map(({ cycle }) => Math.min(cycle, length));
  // Requests that outlast this time count with its length if they would take more than a tenth of all cycles.
  const cycles = sumOf(cut) < whole * 0.9 ? cut : counted.map(({ cycle }) => cycle);
  const amounts = counted.map(({ request }) => Math.max(0, amount(request)));
  const contributing = cycles.filter((_, i) => (amounts[i] ?? 0) > 0);
  const enough = length * contributing.length >= 1.5 * sumOf(contributing);
  return enough && sumOf(contributing) > 0 ? (clients * sumOf(amounts)) / sumOf(cycles) : null;
}
