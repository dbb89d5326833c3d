import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { Header } from '../http/response.ts';
import { type Generation, generatedText } from '../scenario/generation.ts';
import { anthropicErrorResponse } from './anthropicErrors.ts';
import { bedrockKey } from './bedrock.ts';
import type { Dialect, ModelRequest, StreamedAnswer } from './dialect.ts';
import { Refusal } from './dialect.ts';
import { parseObject, promptOf } from './jsonRequest.ts';
import { modelIds, modelInPath, modelsCreated } from './modelIds.ts';
import { readClaudeThinking } from './thinking.ts';

/** The API pads its events with a varying number of spaces before the closing brace. */
const eventEnds = [0, 7, 1, 8, 2, 9, 3, 10, 4, 11, 5, 12, 6].map(spaces => `${' '.repeat(spaces)}}\n\n`);

const thinkingDeltaStart = deltaStart(0, 'thinking_delta', 'thinking');
/** By the index of the text block, which may follow a thinking block. */
const textDeltaStarts = [deltaStart(0, 'text_delta', 'text'), deltaStart(1, 'text_delta', 'text')] as const;

/** Google Cloud names the model in the address. */
const vertexPath =
  /^(?:\/v1)?\/projects\/[^/]+\/locations\/[^/]+\/publishers\/anthropic\/models\/(?<model>[^/:]+):(?<method>rawPredict|streamRawPredict)$/;

/** The body with what Google Cloud takes from the address. Throws Refusal. */
function withAddress(body: JsonObject, { model = '', method }: Record<string, string>): JsonObject {
  const refuse = (field: string, problem: string): never => {
    throw new Refusal({ kind: 'badRequest', message: `${field}: ${problem}`, field });
  };
  if (body['anthropic_version'] === undefined) refuse('anthropic_version', 'Field required');
  if (body['model'] !== undefined) refuse('model', 'Extra inputs are not permitted');
  if ((body['stream'] === true) !== (method === 'streamRawPredict'))
    refuse('stream', 'does not fit the method');
  return { ...body, model: decodeURIComponent(model) };
}

/**
 * Anthropic messages, as api.anthropic.com and Bedrock Mantle speak it. Streamed reasoning is a thinking block with its
 * text; hidden reasoning is a thinking block with a signature only, as the API's `omitted` display.
 */
export const anthropicMessages: Dialect = {
  name: 'anthropic-messages',
  methods: { generate: 'POST', models: 'GET' },

  match(path, headers) {
    if (vertexPath.test(path)) return 'generate';
    // The second address is that of Bedrock Mantle and of Microsoft Foundry.
    if (path === '/v1/messages' || path === '/anthropic/v1/messages') return 'generate';
    // OpenAI lists its models at the same address; only this header distinguishes the two.
    return /^\/v1\/models(?:\/[^/]+)?$/.test(path) && headers.has('anthropic-version') ? 'models' : null;
  },

  key(headers) {
    return headers.get('x-api-key') ?? bedrockKey(headers);
  },

  read(request, path) {
    const vertex = vertexPath.exec(path)?.groups;
    if (!vertex && !request.headers.has('anthropic-version')) {
      throw new Refusal({ kind: 'badRequest', message: 'anthropic-version: header is required' });
    }
    const sent = parseObject(request.body, 'The request body is not valid JSON.');
    const body = vertex ? withAddress(sent, vertex) : sent;
    const required = (field: string, holds: boolean, problem: string): void => {
      if (holds) return;
      const message = body[field] === undefined ? `${field}: Field required` : `${field}: ${problem}`;
      throw new Refusal({ kind: 'badRequest', message, field });
    };
    const { model, messages, max_tokens: maxTokens } = body;
    required('model', typeof model === 'string' && model !== '', 'Input should be a valid string');
    required('messages', Array.isArray(messages), 'Input should be a valid list');
    required(
      'max_tokens',
      Number.isInteger(maxTokens) && Number(maxTokens) >= 1,
      'Input should be a valid integer greater than or equal to 1',
    );
    return {
      model: String(model),
      stream: body['stream'] === true,
      maxTokens: Number(maxTokens),
      ...promptOf({ content: [body['system'], messages], cache_control: body['cache_control'] ?? null }),
      caching: 'marked',
      thinking: readClaudeThinking(body, Number(maxTokens)),
      body,
    };
  },

  answerId: generation => `msg_01${generation.entropy.slice(0, 22)}`,

  streamHeaders: generation => [
    ['content-type', 'text/event-stream; charset=utf-8'],
    ['cache-control', 'no-cache'],
    ...vendorHeaders(generation.entropy),
  ],

  stream(asked, generation) {
    const events: StreamedAnswer['events'][number][] = [];
    const add = (type: string, fields: string, at: number): void => {
      events.push({ payload: event(type, fields, events.length), at });
    };
    const message = { ...messageOf(this, asked, generation), usage: usage(generation, 1) };
    add('message_start', `,"message":${JSON.stringify(message)}`, 0);
    const open = (index: number, block: JsonObject, at: number): void => {
      add('content_block_start', `,"index":${index},"content_block":${JSON.stringify(block)}`, at);
      if (index === 0) events.push({ payload: 'event: ping\ndata: {"type": "ping"}\n\n', at });
    };
    const { chunks, reasoningTokens, doneAt } = generation;
    const textIndex: 0 | 1 = reasoningTokens > 0 ? 1 : 0;
    const texts = chunks.filter(({ kind }) => kind === 'text');
    const thinkingDone = texts[0]?.at ?? doneAt;
    if (reasoningTokens > 0) {
      open(0, { type: 'thinking', thinking: '', signature: '' }, 0);
      events.push(...chunks.filter(({ kind }) => kind === 'reasoning').map(chunk => ({ chunk })));
      const start = deltaStart(0, 'signature_delta', 'signature');
      const payload = `${start}"${signature(generation)}"}${eventEnds[0]}`;
      events.push({ payload, at: thinkingDone });
      add('content_block_stop', ',"index":0', thinkingDone);
    }
    if (texts.length > 0 || reasoningTokens === 0) {
      open(textIndex, { type: 'text', text: '' }, textIndex === 0 ? 0 : thinkingDone);
      events.push(...texts.map(chunk => ({ chunk })));
      add('content_block_stop', `,"index":${textIndex}`, doneAt);
    }
    const end = {
      delta: { stop_reason: stopReason(generation), stop_sequence: null, stop_details: null },
      usage: deltaUsage(generation),
    };
    add('message_delta', `,${JSON.stringify(end).slice(1, -1)}`, doneAt);
    add('message_stop', '', doneAt);
    const before = { reasoning: thinkingDeltaStart, text: textDeltaStarts[textIndex] };
    return {
      events,
      encode: ({ kind, text }, index) => [
        before[kind],
        JSON.stringify(text),
        '}',
        eventEnds[index % eventEnds.length] ?? '',
      ],
    };
  },

  whole(asked, generation) {
    const content: JsonObject[] = [];
    if (generation.reasoningTokens > 0) {
      content.push({
        type: 'thinking',
        thinking: generatedText(generation, 'reasoning'),
        signature: signature(generation),
      });
    }
    if (generation.textTokens > 0) content.push({ type: 'text', text: generatedText(generation, 'text') });
    const body = {
      ...messageOf(this, asked, generation),
      content,
      stop_reason: stopReason(generation),
      usage: { ...usage(generation, outputTokens(generation)), ...outputDetails(generation) },
    };
    return {
      status: 200,
      headers: [['content-type', 'application/json'], ...vendorHeaders(generation.entropy)],
      body: JSON.stringify(body),
    };
  },

  models(path) {
    const one = modelInPath(path);
    const data = modelIds.map(modelInfo);
    const list = { data, has_more: false, first_id: modelIds[0], last_id: modelIds.at(-1) ?? null };
    return {
      status: 200,
      headers: [['content-type', 'application/json']],
      body: JSON.stringify(one === null ? list : modelInfo(one)),
    };
  },

  refuse(reason, model, entropy) {
    const { status, headers, error } = anthropicErrorResponse(reason, model);
    return {
      status,
      headers: [['content-type', 'application/json'], ...vendorHeaders(entropy), ...headers],
      body: JSON.stringify({ type: 'error', error, request_id: requestId(entropy) }),
    };
  },

  errorEvent(generation) {
    const error = { details: null, type: 'overloaded_error', message: 'Overloaded' };
    const body = { type: 'error', error, request_id: requestId(generation.entropy) };
    return `event: error\ndata: ${JSON.stringify(body)}\n\n`;
  },

  malformedEvent: () =>
    'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_del\n\n',
};

function modelInfo(id: string): JsonObject {
  return {
    type: 'model',
    id,
    display_name: id,
    created_at: new Date(modelsCreated * 1000).toISOString(),
    lifecycle: 'active',
    deprecated_at: null,
    retires_at: null,
    line: null,
    capabilities: null,
    max_input_tokens: 200_000,
    max_tokens: 64_000,
  };
}

function event(type: string, fields: string, index: number): string {
  return `event: ${type}\ndata: {"type":"${type}"${fields}${eventEnds[index % eventEnds.length]}`;
}

function deltaStart(block: number, type: string, field: string): string {
  return `event: content_block_delta\ndata: {"type":"content_block_delta","index":${block},"delta":{"type":"${type}","${field}":`;
}

function messageOf(dialect: Dialect, asked: ModelRequest, generation: Generation): JsonObject {
  return {
    model: asked.model,
    id: dialect.answerId(generation),
    type: 'message',
    role: 'assistant',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
  };
}

function requestId(entropy: string): string {
  return `req_011C${entropy.slice(29, 49)}`;
}

function vendorHeaders(entropy: string): Header[] {
  return [
    ['request-id', requestId(entropy)],
    ['anthropic-organization-id', '00000000-0000-4000-8000-000000000000'],
    ['anthropic-ratelimit-requests-limit', '4000'],
    ['anthropic-ratelimit-requests-remaining', '3999'],
  ];
}

/** Signatures are opaque; only their form matters. */
function signature(generation: Generation): string {
  return `${generation.entropy.repeat(3)}==`;
}

/** In this API `input_tokens` does not include cached tokens. */
function inputUsage(generation: Generation): JsonObject {
  return {
    input_tokens: generation.promptTokens - generation.cachedTokens - generation.writtenTokens,
    cache_creation_input_tokens: generation.writtenTokens,
    cache_read_input_tokens: generation.cachedTokens,
  };
}

function usage(generation: Generation, output: number): JsonObject {
  return {
    ...inputUsage(generation),
    cache_creation: { ephemeral_5m_input_tokens: generation.writtenTokens, ephemeral_1h_input_tokens: 0 },
    output_tokens: output,
    service_tier: 'standard',
    inference_geo: 'not_available',
  };
}

function deltaUsage(generation: Generation): JsonObject {
  return {
    ...inputUsage(generation),
    output_tokens: outputTokens(generation),
    ...outputDetails(generation),
  };
}

function outputTokens(generation: Generation): number {
  return generation.textTokens + generation.reasoningTokens;
}

function outputDetails(generation: Generation): JsonObject {
  if (generation.reasoningTokens === 0) return {};
  return { output_tokens_details: { thinking_tokens: generation.reasoningTokens } };
}

function stopReason(generation: Generation): 'end_turn' | 'max_tokens' {
  return generation.cutByLimit ? 'max_tokens' : 'end_turn';
}
