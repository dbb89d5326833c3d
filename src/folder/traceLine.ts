import { type ErrorReason, errorReasons } from '../core/base/errors.ts';
import { shownValue } from '../core/base/explainIssues.ts';
import { isJsonObject, type JsonObject } from '../core/base/jsonValue.ts';
import { readJson } from '../core/base/read.ts';
import { paceDoubts } from '../core/request/pace.ts';
import type { InvocationResponse } from '../core/request/response.ts';
import type { ResponseTrace } from '../core/request/trace.ts';
import type { WrongValues } from './wrongValues.ts';

/** What a value must be. A list contains the allowed texts. */
type Kind = keyof typeof kindWords | readonly string[];

const kindWords = {
  text: 'text',
  truth: 'true or false',
  number: 'a number',
  count: 'a whole number',
  numbers: 'a list of numbers',
} as const;

/** The checks that ensure a type. */
type KindOf<T> = [T] extends [boolean]
  ? 'truth'
  : [T] extends [number]
    ? 'number' | 'count'
    : [T] extends [number[]]
      ? 'numbers'
      : string extends T
        ? 'text'
        : readonly T[];

/** What a missing or wrong value becomes: null or absent. `no line` = the line is useless without it. */
type Otherwise<T> = null extends T ? 'null' : undefined extends T ? 'absent' : 'no line';

type KeyCheck<T> = readonly [kind: KindOf<NonNullable<T>>, otherwise: Otherwise<T>];

const sources = ['usage', 'tokenizer', 'estimate'] as const;
const reasons = Object.keys(errorReasons) as ErrorReason[];

/**
 * Every key of a line, in the order in which we write them. For 200,000 lines this table takes 0.1 s; a zod schema
 * took 2 s.
 */
const traceKeys: { readonly [K in keyof Required<ResponseTrace>]: KeyCheck<ResponseTrace[K]> } = {
  id: ['text', 'no line'],
  phase: [['warmup', 'measure', 'cancelled'], 'no line'],
  client: ['count', 'no line'],
  index: ['count', 'no line'],
  payload: ['count', 'absent'],
  intendedAt: ['number', 'no line'],
  sentAt: ['number', 'no line'],
  endedAt: ['number', 'no line'],
  dns: ['number', 'null'],
  connect: ['number', 'null'],
  tls: ['number', 'null'],
  ttfb: ['number', 'null'],
  ttft: ['number', 'null'],
  ttftAny: ['number', 'null'],
  ttlt: ['number', 'null'],
  tpot: ['number', 'null'],
  noTpot: [paceDoubts, 'absent'],
  chunks: ['count', 'no line'],
  gaps: ['numbers', 'no line'],
  tokenSourceInput: [sources, 'null'],
  tokenSourceOutput: [sources, 'null'],
  contradictoryUsage: ['truth', 'absent'],
  inputTokens: ['number', 'absent'],
  outputTokens: ['number', 'absent'],
  cacheWriteTokens: ['number', 'absent'],
  cachedInputTokens: ['number', 'absent'],
  reasoningTokens: ['number', 'absent'],
  hiddenReasoning: ['truth', 'no line'],
  httpStatus: ['number', 'null'],
  requestId: ['text', 'null'],
  stopReason: ['text', 'null'],
  reason: [reasons, 'null'],
  retryAfter: ['number', 'null'],
  newConnection: ['truth', 'no line'],
  resent: ['truth', 'absent'],
  redirected: ['truth', 'absent'],
  unkept: ['truth', 'absent'],
  leftOpen: ['truth', 'absent'],
};

interface Check {
  readonly key: string;
  readonly kind: Kind;
  readonly otherwise: 'null' | 'absent' | 'no line';
}

const checks: readonly Check[] = Object.entries(traceKeys).map(([key, [kind, otherwise]]) => ({
  key,
  kind,
  otherwise,
}));

function holds(value: unknown, kind: Kind): boolean {
  switch (kind) {
    case 'number':
      return isNumber(value);
    case 'count':
      return isNumber(value) && value >= 0 && Math.floor(value) === value;
    case 'text':
      return typeof value === 'string';
    case 'truth':
      return typeof value === 'boolean';
    case 'numbers':
      return areNumbers(value);
    default:
      return typeof value === 'string' && kind.includes(value);
  }
}

function areNumbers(value: unknown): value is number[] {
  if (!Array.isArray(value)) return false;
  for (const item of value) if (!isNumber(item)) return false;
  return true;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/**
 * Reads a line of `trace.jsonl`, which only we write. Unknown keys are kept. Null if an essential value is
 * missing or wrong. Throws SyntaxError if the line is not a JSON object.
 */
export function readTrace(line: string, lineNumber: number, wrong: WrongValues): ResponseTrace | null {
  const json = readJson(line);
  if (!isJsonObject(json)) throw new SyntaxError('not an object');
  const useful = isSound(json) || repair(json, lineNumber, wrong);
  return useful ? (json as unknown as ResponseTrace) : null;
}

/** Whether all keys are there, in the order in which we write them, and no value is wrong. A fast check. */
function isSound(trace: JsonObject): boolean {
  let place = 0;
  for (const key in trace) {
    let check = checks[place++];
    while (check !== undefined && check.key !== key && check.otherwise === 'absent') check = checks[place++];
    if (check === undefined || check.key !== key) return false;
    const value = trace[key];
    if (value === null ? check.otherwise !== 'null' : !holds(value, check.kind)) return false;
  }
  return place >= checks.length || checks.slice(place).every(({ otherwise }) => otherwise === 'absent');
}

/** Reports wrong values and leaves them out; false if one of them is essential. */
function repair(trace: Record<string, unknown>, lineNumber: number, wrong: WrongValues): boolean {
  for (const { key, kind, otherwise } of checks) {
    const value = trace[key];
    if (holds(value, kind)) continue;
    if (otherwise === 'no line') {
      wrong.add(key, problemOf(value, kind, ''), 'this line is left out', lineNumber);
      return false;
    }
    if (value !== undefined && value !== null) {
      const words = otherwise === 'null' ? ' or null' : '';
      wrong.add(key, problemOf(value, kind, words), 'this value is left out', lineNumber);
    }
    if (otherwise === 'absent') delete trace[key];
    else trace[key] = null;
  }
  return true;
}

function problemOf(value: unknown, kind: Kind, orNull: string): string {
  if (value === undefined) return 'is missing';
  const words =
    typeof kind === 'string' ? kindWords[kind] : `one of ${kind.map(one => `"${one}"`).join(', ')}`;
  return `must be ${words}${orNull}, not ${shownValue(value)}`;
}

/** The trace of each response, or null. If a server uses an id twice, traces are matched in file order. */
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
