import { isJsonObject, type JsonObject, type JsonValue } from '../core/base/jsonValue.ts';
import type { RunState } from '../protocol/run.ts';

/** `llmeter.json`: what we know of a run beyond LLMeter's files. Written at the start and again at the end. */
export interface Sidecar {
  schema: 1;
  tool: string;
  /** `running` in a file on disk means: still going on, or killed. */
  state: RunState;
  /** Why a run failed. */
  message: string | null;
  /** The plan as checked, secrets gone. */
  plan: JsonValue;
  /** What is shown of the endpoint. */
  endpoint: JsonValue;
  /** Shared by the runs that took turns with each other, and by no others; null = it took none. */
  turns: string | null;
  environment: JsonValue;
  /** How costs are computed, and what they came to; see `savedCost.ts`. */
  cost: JsonValue;
  metrics: JsonValue;
  diagnostics: JsonValue;
}

/** Plain JSON of any data: what has no value there is left out. */
export function plainJson(value: unknown): JsonValue {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}

const states = new Set<string>(['preparing', 'warming', 'running', 'stopping', 'saved', 'partial', 'failed']);

/** Takes a sidecar out of a JSON document; null when it is none of a schema we know. */
export function readSidecar(json: JsonObject): Sidecar | null {
  const { schema, tool, state, message, turns } = json;
  if (schema !== 1 || typeof state !== 'string' || !states.has(state)) return null;
  const part = (key: string) => json[key] ?? null;
  return {
    schema,
    tool: typeof tool === 'string' ? tool : '',
    state: state as RunState,
    message: typeof message === 'string' ? message : null,
    plan: part('plan'),
    endpoint: part('endpoint'),
    turns: typeof turns === 'string' ? turns : null,
    environment: part('environment'),
    cost: part('cost'),
    metrics: part('metrics'),
    diagnostics: part('diagnostics'),
  };
}

/** A part of the sidecar that should be an object. */
export function objectOf(value: JsonValue): JsonObject | null {
  return isJsonObject(value) ? value : null;
}
