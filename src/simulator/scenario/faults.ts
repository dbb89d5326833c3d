import type { Random } from './random.ts';

/** Why an API refuses a request; each dialect has its own status, headers and body for it. */
export type RefusalKind =
  | 'badRequest'
  | 'authentication'
  | 'permission'
  | 'notFound'
  | 'method'
  | 'rateLimit'
  | 'server'
  | 'overloaded';

interface FaultDefinition {
  readonly refusal: RefusalKind | null;
  readonly description: string;
}

/**
 * All failures that the simulator can cause. A refused connection is the only one that no server can cause: see
 * `refusedPort`.
 */
export const faults = {
  'http-400': { refusal: 'badRequest', description: 'Answers 400: the request is invalid.' },
  'http-401': { refusal: 'authentication', description: 'Answers 401: the API key is refused.' },
  'http-403': { refusal: 'permission', description: 'Answers 403: the API key may not use the model.' },
  'http-404': { refusal: 'notFound', description: 'Answers 404: the model does not exist.' },
  'http-429': { refusal: 'rateLimit', description: 'Answers 429 with Retry-After: 1.' },
  'http-500': { refusal: 'server', description: 'Answers 500: the server failed.' },
  overloaded: {
    refusal: 'overloaded',
    description: 'Answers that it is overloaded: 529 for the Anthropic API, 503 for the others.',
  },
  'reset-before-headers': {
    refusal: null,
    description: 'Resets the connection as soon as the request has arrived.',
  },
  'reset-mid-stream': { refusal: null, description: 'Resets the connection halfway through the response.' },
  stall: {
    refusal: null,
    description: 'Stops sending halfway through the response and keeps the connection open.',
  },
  'malformed-json': {
    refusal: null,
    description: 'Inserts an event with truncated JSON into the middle of the response.',
  },
  'error-event': { refusal: null, description: 'Ends the response halfway with the API’s own error event.' },
  'slow-headers': {
    refusal: null,
    description: 'Delays the whole response, including its headers, by two seconds.',
  },
  'truncated-chunk': {
    refusal: null,
    description: 'Closes the connection in the middle of a chunk, halfway through the response.',
  },
  'cut-short': {
    refusal: null,
    description:
      'Ends the HTTP response correctly, but halfway through the text and without its final events.',
  },
  'truncated-event': {
    refusal: null,
    description: 'Ends the HTTP response correctly, but in the middle of an event.',
  },
  'corrupt-event': {
    refusal: null,
    description: 'Flips a bit in an event, so that its JSON, or its checksum if it has one, is invalid.',
  },
  'empty-stream': { refusal: null, description: 'Answers 200 with a body that contains no event.' },
} as const satisfies Record<string, FaultDefinition>;

export type FaultName = keyof typeof faults;

export const faultNames = Object.keys(faults) as FaultName[];

/** Which requests a fault affects: a random share, every n-th request (the n-th, the 2n-th, ...), or the first n. */
export type FaultRule = {
  readonly fault: FaultName;
  /** `slow-headers` only: the delay in seconds; default 2. */
  readonly delay?: number;
} & ({ readonly rate: number } | { readonly every: number } | { readonly first: number });

/** The first rule that affects request `requestNumber` (from 1), or null. The rates of the rules add up. */
export function faultOf(
  rules: readonly FaultRule[],
  requestNumber: number,
  random: Random,
): FaultRule | null {
  const draw = random();
  let reached = 0;
  for (const rule of rules) {
    if ('rate' in rule) {
      reached += rule.rate;
      if (draw < reached) return rule;
    } else if ('every' in rule) {
      if (requestNumber % rule.every === 0) return rule;
    } else if (requestNumber <= rule.first) {
      return rule;
    }
  }
  return null;
}
