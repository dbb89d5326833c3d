/** The models that the simulator lists. It accepts any other name too, except `unknownModel`. */
export const modelIds = ['simulated-model', 'simulated-model-large'] as const;

/** The model that an address of models ends with; null = the address of the list. */
export function modelInPath(path: string): string | null {
  const [, id] = /\/models\/([^/]+)$/.exec(path) ?? [];
  return id ?? null;
}

/** A model that does not exist: a request for it gets the API's 404. */
export const unknownModel = 'no-such-model';

/** An API key that is refused: a request with it gets the API's 401. */
export const invalidApiKey = 'invalid';

/** The creation time of the listed models, in seconds since the epoch. */
export const modelsCreated = Date.UTC(2026, 0, 1) / 1000;
