import type { Random } from './random.ts';

/** What an API refuses a request for; each dialect has its own status, headers and body for it. */
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
 * Everything that can be made to go wrong with a request. (A refused connection is the one failure
 * no server can show: see `refusedPort`.)
 */
export const faults = {
  'http-400': { refusal: 'badRequest', description: 'Answers 400: the request is refused as invalid.' },
  'http-401': { refusal: 'authentication', description: 'Answers 401: the key is refused.' },
  'http-403': { refusal: 'permission', description: 'Answers 403: the key may not use the model.' },
  'http-404': { refusal: 'notFound', description: 'Answers 404: the model does not exist.' },
  'http-429': { refusal: 'rateLimit', description: 'Answers 429 with Retry-After: 1.' },
  'http-500': { refusal: 'server', description: 'Answers 500: the server failed.' },
  overloaded: {
    refusal: 'overloaded',
    description: 'Refuses as overloaded: 529 where the API is Anthropic’s, 503 elsewhere.',
  },
  'reset-before-headers': {
    refusal: null,
    description: 'Resets the connection as soon as the request is read.',
  },
  'reset-mid-stream': { refusal: null, description: 'Resets the connection halfway through the answer.' },
  stall: {
    refusal: null,
    description: 'Stops sending halfway through the answer and keeps the connection open.',
  },
  'malformed-json': {
    refusal: null,
    description: 'Puts an event whose JSON is broken off into the middle of the answer.',
  },
  'error-event': { refusal: null, description: 'Ends the answer halfway with the API’s own error event.' },
  'slow-headers': { refusal: null, description: 'Sends nothing, not even headers, for two more seconds.' },
  'truncated-chunk': {
    refusal: null,
    description: 'Closes the connection in the middle of a chunk, halfway through the answer.',
  },
  'cut-short': {
    refusal: null,
    description:
      'Ends the HTTP response properly, but halfway through the answer and without its end events.',
  },
  'truncated-event': {
    refusal: null,
    description: 'Ends the HTTP response properly, but in the middle of an event.',
  },
  'corrupt-event': {
    refusal: null,
    description: 'Flips a bit in an event, so that its JSON, or its checksum where it has one, is wrong.',
  },
  'empty-stream': { refusal: null, description: 'Answers 200 with a body that has no event in it.' },
} as const satisfies Record<string, FaultDefinition>;

export type FaultName = keyof typeof faults;

export const faultNames = Object.keys(faults) as FaultName[];

/** When a fault strikes: at random, every n-th request (the n-th, the 2n-th ...), or the first n. */
export type FaultRule = {
  readonly fault: FaultName;
  /** `slow-headers` only: how long nothing is sent, seconds; default 2. */
  readonly delay?: number;
} & ({ readonly rate: number } | { readonly every: number } | { readonly first: number });

/** The first rule that strikes request `requestNumber` (from 1), or null. Rates of the rules add up. */
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
