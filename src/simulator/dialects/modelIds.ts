/** Model ids the simulator lists. It answers to any other name too, except `unknownModel`. */
export const modelIds = ['simulated-model', 'simulated-model-large'] as const;

/** The model that does not exist: a request for it gets the API's 404. */
export const unknownModel = 'no-such-model';

/** The key that is refused: a request with it gets the API's 401. */
export const invalidApiKey = 'invalid';

/** When the listed models claim to have been made; seconds since the epoch. */
export const modelsCreated = Date.UTC(2026, 0, 1) / 1000;
