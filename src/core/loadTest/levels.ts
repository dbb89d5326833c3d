import { UserError } from '../base/errors.ts';
import { formatCount } from '../format/quantities.ts';

/**
 * Requests each client of a level sends (llmeter-format 7.1): `perClient`, or more where so few clients would not
 * make `perRun` together. Throws UserError unless all are whole numbers of at least 1.
 */
export function requestsPerClient(clients: number, perClient = 1, perRun = 10): number {
  for (const [name, value] of Object.entries({ clients, perClient, perRun })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new UserError(`"${name}" of a load test must be a whole number of at least 1, not ${value}.`);
    }
  }
  return clients * perClient < perRun ? Math.ceil(perRun / clients) : perClient;
}

/** Name of a level's run and of its folder, which Python's loader needs as it is: `00005-clients`. */
export function levelName(clients: number): string {
  return `${String(clients).padStart(5, '0')}-clients`;
}

/** Clients of the level whose folder has a name; null where it is no level's name. */
export function levelClients(name: string): number | null {
  const [, digits] = /^(\d{5,})-clients$/.exec(name) ?? [];
  return digits === undefined ? null : Number(digits);
}

/** What is missing of the levels that were asked for, as a sentence; none where nothing is. */
export function missingLevels(asked: readonly number[], run: readonly number[]): string[] {
  const missing = asked.filter(clients => !run.includes(clients)).map(formatCount);
  const last = missing.pop();
  if (last === undefined) return [];
  return missing.length === 0
    ? [`The level of ${last} clients was asked for and is missing.`]
    : [`The levels of ${missing.join(', ')} and ${last} clients were asked for and are missing.`];
}
