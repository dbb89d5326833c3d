import { UserError } from '../base/errors.ts';
import { countOf, formatCount } from '../format/quantities.ts';

/**
 * Requests that each client of a level sends (llmeter-format 7.1): `perClient`, or more if the clients
 * together would send fewer than `perRun`. Throws UserError unless all are whole numbers of at least 1.
 */
export function requestsPerClient(clients: number, perClient = 1, perRun = 10): number {
  for (const [name, value] of Object.entries({ clients, perClient, perRun })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new UserError(`"${name}" of a load test must be a whole number of at least 1, not ${value}.`);
    }
  }
  return clients * perClient < perRun ? Math.ceil(perRun / clients) : perClient;
}

/** Name of a level's run and folder, as Python's loader requires it: `00005-clients`. */
export function levelName(clients: number): string {
  return `${String(clients).padStart(5, '0')}-clients`;
}

/** The number of clients in the name of a level's folder; null for any other name. */
export function levelClients(name: string): number | null {
  const [, digits] = /^(\d{5,})-clients$/.exec(name) ?? [];
  return digits === undefined ? null : Number(digits);
}

/** Says which of the planned levels are missing, as one sentence; empty if none is. */
export function missingLevels(planned: readonly number[], run: readonly number[]): string[] {
  const missing = planned.filter(clients => !run.includes(clients));
  const last = missing.pop();
  if (last === undefined) return [];
  return missing.length === 0
    ? [`The planned level with ${countOf(last, 'client')} is missing.`]
    : [
        `The planned levels with ${missing.map(formatCount).join(', ')} and ${countOf(last, 'client')} are missing.`,
      ];
}
