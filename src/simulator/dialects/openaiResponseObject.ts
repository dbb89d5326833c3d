import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import { type Chunk, type Generation, generatedText } from '../scenario/generation.ts';
import type { ModelRequest } from './dialect.ts';

/** What a text belongs to: the message, the reasoning itself, or a summary of it. */
export type OutputPartKind = Chunk['kind'] | 'summary';

/** One item of a response's `output`. */
export interface OutputItem {
  readonly kind: Chunk['kind'];
  readonly part: OutputPartKind;
  readonly id: string;
  readonly text: string;
  /** Hidden reasoning has none. */
  readonly chunks: readonly Chunk[];
}

export function responseId({ entropy }: Generation): string {
  return `resp_0${entropy.slice(0, 49).toLowerCase()}`;
}

/** Requests may ask for a summary of the reasoning. */
export function reasoningPart({ body }: ModelRequest): 'reasoning' | 'summary' {
  const { reasoning } = body;
  return isJsonObject(reasoning) && (reasoning['summary'] ?? null) !== null ? 'summary' : 'reasoning';
}

/** What the model generated, in order: a reasoning item if there is any reasoning, then the message. */
export function outputItems(asked: ModelRequest, generation: Generation): OutputItem[] {
  const { chunks, entropy, reasoningTokens, textTokens } = generation;
  const item = (kind: Chunk['kind'], prefix: string): OutputItem => ({
    kind,
    part: kind === 'text' ? 'text' : reasoningPart(asked),
    id: `${prefix}_0${entropy.slice(40, 89).toLowerCase()}`,
    text: generatedText(generation, kind),
    chunks: chunks.filter(chunk => chunk.kind === kind),
  });
  return [
    ...(reasoningTokens > 0 ? [item('reasoning', 'rs')] : []),
    ...(textTokens > 0 || reasoningTokens === 0 ? [item('text', 'msg')] : []),
  ];
}

export function contentPart(kind: OutputPartKind, text: string): JsonObject {
  if (kind === 'text') return { type: 'output_text', annotations: [], logprobs: [], text };
  return { type: kind === 'summary' ? 'summary_text' : 'reasoning_text', text };
}

export function itemObject(item: OutputItem, status: string, content: JsonObject[]): JsonObject {
  const { kind, id } = item;
  if (kind === 'text') return { id, type: 'message', status, content, role: 'assistant' };
  if (item.chunks.length === 0) return { id, type: 'reasoning', summary: [] };
  return item.part === 'summary'
    ? { id, type: 'reasoning', summary: content, status }
    : { id, type: 'reasoning', summary: [], content, status };
}

export function finishedItem(item: OutputItem, { cutByLimit }: Generation): JsonObject {
  const status = cutByLimit && item.kind === 'text' ? 'incomplete' : 'completed';
  return itemObject(item, status, [contentPart(item.part, item.text)]);
}

/** The response object, in progress or finished with all its output. */
export function responseObject(asked: ModelRequest, generation: Generation, finished: boolean): JsonObject {
  const { cutByLimit, created, doneAt } = generation;
  const status = !finished ? 'in_progress' : cutByLimit ? 'incomplete' : 'completed';
  return {
    id: responseId(generation),
    object: 'response',
    created_at: created,
    status,
    background: false,
    completed_at: status === 'completed' ? created + Math.floor(doneAt / 1000) : null,
    error: null,
    incomplete_details: status === 'incomplete' ? { reason: 'max_output_tokens' } : null,
    instructions: asked.body['instructions'] ?? null,
    max_output_tokens: asked.maxTokens,
    max_tool_calls: null,
    model: asked.model,
    output: finished ? outputItems(asked, generation).map(item => finishedItem(item, generation)) : [],
    parallel_tool_calls: true,
    previous_response_id: null,
    prompt_cache_key: asked.body['prompt_cache_key'] ?? null,
    reasoning: asked.body['reasoning'] ?? { effort: null, summary: null },
    safety_identifier: null,
    service_tier: finished ? 'default' : 'auto',
    store: true,
    temperature: 1,
    text: { format: { type: 'text' }, verbosity: 'medium' },
    tool_choice: 'auto',
    tools: [],
    top_logprobs: 0,
    top_p: 1,
    truncation: 'disabled',
    usage: finished ? usage(generation) : null,
    user: null,
    metadata: {},
  };
}

function usage(generation: Generation): JsonObject {
  const { promptTokens, cachedTokens, writtenTokens, textTokens, reasoningTokens } = generation;
  const output = textTokens + reasoningTokens;
  return {
    input_tokens: promptTokens,
    input_tokens_details: { cached_tokens: cachedTokens, cache_write_tokens: writtenTokens },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoningTokens },
    total_tokens: promptTokens + output,
  };
}
