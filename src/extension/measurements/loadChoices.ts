import { countOf } from '../../core/format/quantities.ts';

/** How many clients send how much: fields of a run plan. */
export interface Load {
  clients: number;
  requests?: number;
  duration?: string;
}

const loadChoices: readonly { label: string; load: Load }[] = [
  { label: 'Quick', load: { clients: 1, requests: 10 } },
  { label: 'Small', load: { clients: 5, requests: 20 } },
  { label: 'Half a minute', load: { clients: 10, duration: '30s' } },
];

/** The loads offered for an endpoint that usually gets at most `usualClients`. */
export function loadChoicesFor(usualClients = Number.POSITIVE_INFINITY): typeof loadChoices {
  return loadChoices.map(({ label, load }) => ({
    label,
    load: { ...load, clients: Math.min(load.clients, usualClients) },
  }));
}

/** "5 clients × 20 requests" or "10 clients for 30s". */
export function describeLoad({ clients, requests, duration }: Load): string {
  const who = countOf(clients, 'client');
  return duration === undefined ? `${who} × ${countOf(requests ?? 1, 'request')}` : `${who} for ${duration}`;
}

/** How much one client sends: fields of a run plan. */
export type Amount = { requests: number } | { duration: string };

/** Reads "20" as requests and "30s" as a time; null for anything else. */
export function parseAmount(text: string): Amount | null {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|min|m|h)?\s*$/i.exec(text);
  const amount = Number(match?.[1]);
  if (!match || amount <= 0) return null;
  if (match[2] !== undefined) return { duration: `${match[1]}${match[2].toLowerCase()}` };
  return Number.isInteger(amount) ? { requests: amount } : null;
}

/** Reads "5 x 20" as clients x requests and "5 x 30s" as clients for a time; null for anything else. */
export function parseLoad(text: string): Load | null {
  const [, clients = '', rest = ''] = /^\s*(\d+)\s*[x×*](.*)$/is.exec(text) ?? [];
  const amount = parseAmount(rest);
  return amount && Number(clients) >= 1 ? { clients: Number(clients), ...amount } : null;
}

export function sameLoad(a: Load, b: Load): boolean {
  return a.clients === b.clients && a.requests === b.requests && a.duration === b.duration;
}
