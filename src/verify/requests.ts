import type { JsonObject } from '../core/base/jsonValue.ts';
import { num, type Row, type RunFolder } from './files.ts';

/** A measured request: its line in responses.jsonl and its line in trace.jsonl. */
export interface Measured {
  readonly line: number;
  readonly response: JsonObject;
  readonly trace: JsonObject | null;
  readonly failed: boolean;
  /** Succeeded without a single generated token: neither a success nor a failure. */
  readonly empty: boolean;
}

export interface Requests {
  readonly measured: readonly Measured[];
  /** Traces of warm-up and cancelled requests. */
  readonly excluded: readonly Row[];
  /** Traces of measured requests that no response belongs to. */
  readonly orphans: readonly Row[];
  /** Whether the run kept traces: runs by Python LLMeter have none. */
  readonly traced: boolean;
}

/** Joins responses and traces by id; an id that a server used twice, in the order of the files. */
export function joined({ responses, traces }: RunFolder): Requests {
  const waiting = new Map<string, Row[]>();
  const excluded: Row[] = [];
  for (const row of traces ?? []) {
    if (row.json['phase'] !== 'measure') {
      excluded.push(row);
      continue;
    }
    const id = String(row.json['id']);
    const same = waiting.get(id) ?? [];
    same.push(row);
    waiting.set(id, same);
  }
  const measured = (responses ?? []).map(({ number, json }): Measured => {
    const trace = waiting.get(String(json['id']))?.shift()?.json ?? null;
    const failed = (json['error'] ?? null) !== null;
    return { line: number, response: json, trace, failed, empty: !failed && isEmpty(json, trace) };
  });
  return { measured, excluded, orphans: [...waiting.values()].flat(), traced: (traces ?? []).length > 0 };
}

/** The traces of those that have one. */
export function tracesOf(measured: readonly Measured[]): JsonObject[] {
  return measured.map(({ trace }) => trace).filter(trace => trace !== null);
}

function isEmpty({ response_text: text }: JsonObject, trace: JsonObject | null): boolean {
  return trace !== null && !text && num(trace['chunks']) === 0 && num(trace['ttlt']) === null;
}

/** Tokens of a request by kind, whatever the API includes in its counts; null = not known. */
export interface Tokens {
  /** All of the prompt. */
  readonly input: number | null;
  readonly cached: number | null;
  readonly written: number;
  readonly output: number | null;
  readonly reasoning: number | null;
}

/** Anthropic Messages, Converse and the metrics of Invoke streams leave cached tokens out of their counts. */
export function leavesOutCached(config: JsonObject | null): boolean {
  const endpoint = config?.['endpoint'];
  const type =
    JSON.stringify(endpoint ?? null).match(/"(?:endpoint_type|__llmeter_class__)":"(?:\w+\.)*(\w+)"/)?.[1] ??
    '';
  return ['AnthropicMessages', 'BedrockConverse', 'BedrockInvokeStream'].some(start =>
    type.startsWith(start),
  );
}

/** The tokens of a measured request, or with an empty `response` those that only a trace has. */
export function tokensOf(response: JsonObject, trace: JsonObject | null, leftOut: boolean): Tokens {
  const cached = num(response['num_tokens_input_cached']) ?? num(trace?.['cachedInputTokens']);
  const written = num(trace?.['cacheWriteTokens']) ?? 0;
  const given = num(response['num_tokens_input']) ?? num(trace?.['inputTokens']);
  const source = trace?.['tokenSourceInput'];
  const countedHere = source === 'tokenizer' || source === 'estimate';
  return {
    input: given !== null && leftOut && !countedHere ? given + (cached ?? 0) + written : given,
    cached: cached ?? (leftOut ? 0 : null),
    written,
    output: num(response['num_tokens_output']) ?? num(trace?.['outputTokens']),
    reasoning: num(response['num_tokens_output_reasoning']) ?? num(trace?.['reasoningTokens']),
  };
}
