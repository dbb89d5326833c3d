import { errorReasons } from '../core/base/errors.ts';
import { shownValue } from '../core/base/explainIssues.ts';
import { isJsonObject } from '../core/base/jsonValue.ts';
import { readJson } from '../core/base/read.ts';
import type { InvocationResponse } from '../core/request/response.ts';
import type { ResponseTrace } from '../core/request/trace.ts';
import type { WrongValues } from './wrongValues.ts';

/** What a value must be. */
interface Kind<T> {
  readonly words: string;
  holds(value: unknown): value is T;
}

/** What happens where a value is missing or wrong: it is null, it is absent, or the line is of no use. */
type Otherwise<T> = null extends T ? 'null' : undefined extends T ? 'absent' : 'no line';

interface KeyCheck<T> extends Kind<NonNullable<T>> {
  readonly otherwise: Otherwise<T>;
}

const text: Kind<string> = { words: 'text', holds: value => typeof value === 'string' };
const truth: Kind<boolean> = { words: 'true or false', holds: value => typeof value === 'boolean' };
const number: Kind<number> = {
  words: 'a number',
  holds: (value): value is number => typeof value === 'number' && Number.isFinite(value),
};
const count: Kind<number> = {
  words: 'a whole number',
  holds: (value): value is number => Number.isSafeInteger(value) && Number(value) >= 0,
};
const numbers: Kind<number[]> = {
  words: 'a list of numbers',
  holds: (value): value is number[] => Array.isArray(value) && value.every(number.holds),
};

function oneOf<T extends string>(...choices: readonly T[]): Kind<T> {
  const known: ReadonlySet<unknown> = new Set(choices);
  return {
    words: `one of ${choices.map(choice => `"${choice}"`).join(', ')}`,
    holds: (value): value is T => known.has(value),
  };
}

const needed = <T>(kind: Kind<T>) => ({ ...kind, otherwise: 'no line' }) as const;
const orNull = <T>(kind: Kind<T>) =>
  ({ ...kind, words: `${kind.words} or null`, otherwise: 'null' }) as const;
const orAbsent = <T>(kind: Kind<T>) => ({ ...kind, otherwise: 'absent' }) as const;

const source = orNull(oneOf('usage', 'tokenizer', 'estimate'));
const reasons = Object.keys(errorReasons) as (keyof typeof errorReasons)[];

/** Every key of a line. A schema of zod would take twice as long for a line as all else that is done with it. */
const traceKeys: { readonly [K in keyof Required<ResponseTrace>]: KeyCheck<ResponseTrace[K]> } = {
  id: needed(text),
  phase: needed(oneOf('warmup', 'measure', 'cancelled')),
  client: needed(count),
  index: needed(count),
  payload: orAbsent(count),
  intendedAt: needed(number),
  sentAt: needed(number),
  endedAt: needed(number),
  dns: orNull(number),
  connect: orNull(number),
  tls: orNull(number),
  ttfb: orNull(number),
  ttft: orNull(number),
  ttftAny: orNull(number),
  ttlt: orNull(number),
  tpot: orNull(number),
  chunks: needed(count),
  gaps: needed(numbers),
  tokenSourceInput: source,
  tokenSourceOutput: source,
  cacheWriteTokens: orAbsent(number),
  cachedInputTokens: orAbsent(number),
  reasoningTokens: orAbsent(number),
  hiddenReasoning: needed(truth),
  httpStatus: orNull(number),
  requestId: orNull(text),
  stopReason: orNull(text),
  reason: orNull(oneOf(...reasons)),
  retryAfter: orNull(number),
  newConnection: needed(truth),
};

const checks = Object.entries(traceKeys);

/**
 * Reads a line of `trace.jsonl`; only we write that file. Unknown keys are kept. Null where a value without
 * which a trace is of no use is missing or wrong. Throws SyntaxError when the line is not a JSON object.
 */
export function readTrace(line: string, lineNumber: number, wrong: WrongValues): ResponseTrace | null {
  const json = readJson(line);
  if (!isJsonObject(json)) throw new SyntaxError('not an object');
  const trace: Record<string, unknown> = json;
  for (const [key, { words, holds, otherwise }] of checks) {
    const value = trace[key];
    if (holds(value)) continue;
    const missing = value === undefined || (value === null && otherwise !== 'no line');
    if (!missing || otherwise === 'no line') {
      const problem = value === undefined ? 'is missing' : `must be ${words}, not ${shownValue(value)}`;
      wrong.add(key, problem, `this ${otherwise === 'no line' ? 'line' : 'value'} is left out`, lineNumber);
    }
    if (otherwise === 'no line') return null;
    if (otherwise === 'absent') delete trace[key];
    else if (value !== null) trace[key] = null;
  }
  return json as unknown as ResponseTrace;
}

/** For each response its trace, or null. Ids that a server gives out twice are matched in file order. */
export function joinTraces(
  responses: readonly InvocationResponse[],
  traces: readonly ResponseTrace[],
): (ResponseTrace | null)[] {
  const byId = new Map<string, ResponseTrace[]>();
  for (let i = traces.length - 1; i >= 0; i--) {
    const trace = traces[i];
    if (trace?.phase !== 'measure') continue;
    const same = byId.get(trace.id);
    if (same) same.push(trace);
    else byId.set(trace.id, [trace]);
  }
  return responses.map(({ id }) => (id === null ? null : (byId.get(id)?.pop() ?? null)));
}
