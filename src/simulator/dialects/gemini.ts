import type { JsonObject } from '../../core/base/jsonValue.ts';
import { isJsonObject } from '../../core/base/jsonValue.ts';
import type { Header } from '../http/response.ts';
import { type Generation, generatedText, type RequestedThinking } from '../scenario/generation.ts';
import { type Dialect, Refusal } from './dialect.ts';
import { geminiErrorResponse, invalidKeyReason, midStreamError } from './geminiErrors.ts';
import { parseObject, promptOf } from './jsonRequest.ts';
import { invalidApiKey, modelIds, modelInPath } from './modelIds.ts';
import { effortOf } from './thinking.ts';

const address =
  /^\/v1(?:beta|alpha)?\/models\/(?<model>[^/:]+):(?<method>generateContent|streamGenerateContent)$/;

const vendorHeaders: readonly Header[] = [
  ['vary', 'Origin, X-Origin, Referer'],
  ['server', 'scaffolding on HTTPServer2'],
  ['x-content-type-options', 'nosniff'],
];

/**
 * Google Gemini's generateContent, as generativelanguage.googleapis.com serves it. Streams are server-sent events
 * (`alt=sse`) with the API's own line ends and spacing. Each event has the usage so far, and only the finish reason
 * marks the end. Streamed reasoning is sent as `thought` parts.
 */
export const gemini: Dialect = {
  name: 'google-gemini',
  methods: { generate: 'POST', models: 'GET' },

  match(path) {
    if (address.test(path)) return 'generate';
    return /^\/v1beta\/models(?:\/[^/:]+)?$/.test(path) ? 'models' : null;
  },

  // This API refuses a key with a special error, which `read` throws.
  key: () => null,

  read({ body: bytes, headers, query }, path) {
    if ((headers.get('x-goog-api-key') ?? query.get('key')) === invalidApiKey) {
      throw new Refusal(invalidKeyReason);
    }
    const body = parseObject(bytes, 'Invalid JSON payload received. Unexpected token.');
    const { contents, systemInstruction, generationConfig } = body;
    if (!Array.isArray(contents) || contents.length === 0) {
      throw new Refusal({
        kind: 'badRequest',
        message: '* GenerateContentRequest.contents: contents is not specified\n',
        field: 'contents',
      });
    }
    const { model = '', method } = address.exec(path)?.groups ?? {};
    return {
      model: decodeURIComponent(model),
      stream: method === 'streamGenerateContent',
      maxTokens: outputLimit(generationConfig),
      ...promptOf(parts(systemInstruction), ...contents.map(parts)),
      caching: 'automatic',
      thinking: thinkingOf(generationConfig),
      body,
    };
  },

  answerId: ({ entropy }) => `${entropy.slice(0, 20)}-g`,

  streamHeaders: () => [
    ['content-type', 'text/event-stream'],
    ['content-disposition', 'attachment'],
    ...vendorHeaders,
  ],

  stream(asked, generation) {
    const { chunks, doneAt, reasoningTokens, textTokens } = generation;
    const counts = countsSoFar(generation);
    const ending = `,"modelVersion": ${JSON.stringify(asked.model)},"responseId": "${this.answerId(generation)}"}\r\n\r\n`;
    const last = spaced({
      candidates: [{ content: content([{ text: '' }]), finishReason: finishReason(generation), index: 0 }],
      usageMetadata: usage(generation, textTokens, reasoningTokens),
    });
    return {
      events: [
        ...chunks.map(chunk => ({ chunk })),
        { payload: `data: ${last.slice(0, -1)}${ending}`, at: doneAt },
      ],
      encode: ({ kind, text }, index) => {
        const part = kind === 'reasoning' ? { text, thought: true } : { text };
        const { visible = 0, thoughts = 0 } = counts[index] ?? {};
        const chunk = spaced({
          candidates: [{ content: content([part]), index: 0 }],
          usageMetadata: usage(generation, visible, thoughts),
        });
        return ['data: ', chunk.slice(0, -1), ending];
      },
    };
  },

  whole(asked, generation) {
    const { reasoningTokens, textTokens } = generation;
    const thoughts = generatedText(generation, 'reasoning');
    const text = { text: generatedText(generation, 'text') };
    const body = {
      candidates: [
        {
          content: content(thoughts === '' ? [text] : [{ text: thoughts, thought: true }, text]),
          finishReason: finishReason(generation),
          index: 0,
        },
      ],
      usageMetadata: usage(generation, textTokens, reasoningTokens),
      modelVersion: asked.model,
      responseId: this.answerId(generation),
    };
    return json(200, body);
  },

  models(path) {
    const one = modelInPath(path);
    return json(200, one === null ? { models: modelIds.map(modelInfo) } : modelInfo(one));
  },

  refuse(reason, model) {
    return { ...geminiErrorResponse(reason, model), headers: jsonHeaders };
  },

  errorEvent: () => midStreamError,

  malformedEvent: () => 'data: {"candidates": [{"content": {"parts": [{"te\r\n\r\n',
};

function modelInfo(id: string): JsonObject {
  return {
    name: `models/${id}`,
    version: '001',
    displayName: id,
    inputTokenLimit: 1048576,
    outputTokenLimit: 65536,
    supportedGenerationMethods: ['generateContent', 'countTokens'],
  };
}

const jsonHeaders: readonly Header[] = [
  ['content-type', 'application/json; charset=UTF-8'],
  ...vendorHeaders,
];

function json(status: number, body: JsonObject) {
  return { status, headers: jsonHeaders, body: `${JSON.stringify(body, null, 2)}\n` };
}

/** JSON as Google's servers write it into events: a space after colons, none after commas. */
function spaced(value: JsonObject): string {
  // Line breaks inside strings are escaped, so every line break here is between tokens.
  return JSON.stringify(value, null, 1).replace(/\n */g, '');
}

function content(partList: JsonObject[]): JsonObject {
  return { parts: partList, role: 'model' };
}

/** Tokens sent up to and including each chunk; hidden reasoning is complete before the first. */
function countsSoFar({ chunks, reasoningTokens }: Generation): { visible: number; thoughts: number }[] {
  const streamed = chunks.some(({ kind }) => kind === 'reasoning');
  let visible = 0;
  let thoughts = streamed ? 0 : reasoningTokens;
  return chunks.map(({ kind, tokens }) => {
    if (kind === 'text') visible += tokens;
    else thoughts += tokens;
    return { visible, thoughts };
  });
}

/** Zeros are left out, as in all of Google's JSON. */
function usage({ promptTokens, cachedTokens }: Generation, visible: number, thoughts: number): JsonObject {
  return {
    promptTokenCount: promptTokens,
    ...(visible > 0 && { candidatesTokenCount: visible }),
    totalTokenCount: promptTokens + visible + thoughts,
    ...(cachedTokens > 0 && { cachedContentTokenCount: cachedTokens }),
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: promptTokens }],
    ...(thoughts > 0 && { thoughtsTokenCount: thoughts }),
  };
}

function finishReason({ cutByLimit }: Generation): 'MAX_TOKENS' | 'STOP' {
  return cutByLimit ? 'MAX_TOKENS' : 'STOP';
}

function parts(message: unknown): unknown {
  return isJsonObject(message) ? (message['parts'] ?? null) : null;
}

/** A budget of 0 turns reasoning off; a budget of -1 leaves it to the model. */
function thinkingOf(config: unknown): RequestedThinking | null {
  const asked = isJsonObject(config) ? config['thinkingConfig'] : undefined;
  if (!isJsonObject(asked)) return null;
  const { thinkingBudget: budget, thinkingLevel: level, includeThoughts: shown } = asked;
  const effort = effortOf(level, 'generationConfig.thinkingConfig.thinkingLevel') ?? 1;
  return {
    effort: budget === 0 ? 0 : effort,
    budget: typeof budget === 'number' && budget >= 0 ? budget : null,
    shown: typeof shown === 'boolean' ? shown : null,
  };
}

function outputLimit(config: unknown): number | null {
  const value = isJsonObject(config) ? (config['maxOutputTokens'] ?? null) : null;
  if (value === null) return null;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
  const message = `* GenerateContentRequest.generation_config.max_output_tokens: max_output_tokens must be positive.\n`;
  throw new Refusal({ kind: 'badRequest', message, field: 'generationConfig.maxOutputTokens' });
}
