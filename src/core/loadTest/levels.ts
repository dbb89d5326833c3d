import { UserError } from '../errors.ts';

/**
 * Requests each client of a level sends (spec 7.1): `perClient`, or more where so few clients would not
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

/** Whether a folder's name is that of a level. */
export function isLevelName(name: string): boolean {
  return /^\d{5,}-clients$/.test(name);
}
