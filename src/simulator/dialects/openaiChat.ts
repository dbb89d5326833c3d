import type { JsonObject } from '../../core/base/jsonValue.ts';
import { isJsonObject } from '../../core/base/jsonValue.ts';
import { type Generation, generatedText } from '../scenario/generation.ts';
import { type Dialect, flat, Refusal } from './dialect.ts';
import { bearerToken, parseObject, promptOf } from './jsonRequest.ts';
import { modelIds, modelInPath, modelsCreated } from './modelIds.ts';
import { openaiErrorResponse, serverErrorBody } from './openaiErrors.ts';
import { obfuscations, tokenLimit, unreadableJson, vendorHeaders } from './openaiVendor.ts';
import { thinkingByEffort } from './thinking.ts';

const address = /^(?:\/openai\/deployments\/(?<deployment>[^/]+)|(?:\/openai)?(?:\/v1)?)\/chat\/completions$/;
const fingerprint = 'fp_44709d6fcb';

/** What follows `choices` in an event; the events of a stream use them in turn. */
function eventEnds(usage: string): { padded: readonly string[]; bare: readonly string[] } {
  return {
    padded: obfuscations.map(noise => `${usage}${noise}}\n\n`),
    bare: [`${usage}}\n\n`],
  };
}

const endsWithoutUsage = eventEnds('');
/** With usage requested, every event has the field, and it is null in all but the last. */
const endsWithUsage = eventEnds(',"usage":null');

/**
 * OpenAI chat completions, as api.openai.com, Azure OpenAI and many compatible servers serve them. Streamed
 * reasoning is sent as `reasoning_content` deltas, as DeepSeek and vLLM do; OpenAI hides it.
 */
export const openaiChat: Dialect = {
  name: 'openai-chat',
  methods: { generate: 'POST', models: 'GET' },

  match(path) {
    if (address.test(path)) return 'generate';
    return /^(?:\/openai)?(?:\/v1)?\/models(?:\/[^/]+)?$/.test(path) ? 'models' : null;
  },

  key(headers) {
    return headers.get('api-key') ?? bearerToken(headers);
  },

  read(request, path) {
    const body = parseObject(request.body, unreadableJson);
    const model = body['model'] ?? address.exec(path)?.groups?.['deployment'];
    if (typeof model !== 'string' || model === '') {
      throw new Refusal({ kind: 'badRequest', message: 'you must provide a model parameter' });
    }
    if (!Array.isArray(body['messages'])) {
      throw new Refusal({
        kind: 'badRequest',
        message: "Missing required parameter: 'messages'.",
        field: 'messages',
        missing: true,
      });
    }
    return {
      model,
      stream: body['stream'] === true,
      maxTokens: tokenLimit(body, 'max_completion_tokens') ?? tokenLimit(body, 'max_tokens'),
      ...promptOf(body['messages']),
      caching: 'automatic',
      thinking: thinkingByEffort(body['reasoning_effort'], 'reasoning_effort'),
      body,
    };
  },

  answerId: generation => `chatcmpl-${generation.entropy.slice(0, 29)}`,

  streamHeaders: generation => [
    ['content-type', 'text/event-stream; charset=utf-8'],
    ...vendorHeaders(generation.entropy),
  ],

  stream(asked, generation) {
    const options = isJsonObject(asked.body['stream_options']) ? asked.body['stream_options'] : {};
    const withUsage = options['include_usage'] === true;
    const start = `data: {"id":"${this.answerId(generation)}","object":"chat.completion.chunk","created":${generation.created},"model":${JSON.stringify(asked.model)},"service_tier":"default","system_fingerprint":"${fingerprint}","choices":[`;
    const padding = options['include_obfuscation'] === false ? 'bare' : 'padded';
    const ends = (withUsage ? endsWithUsage : endsWithoutUsage)[padding];
    const event = (delta: string, finish: string, index: number): string =>
      `${start}{"index":0,"delta":${delta},"logprobs":null,"finish_reason":${finish}}]${ends[index % ends.length]}`;

    const last = generation.chunks.length + 1;
    const closing = [event('{}', `"${finishReason(generation)}"`, last)];
    if (withUsage) {
      closing.push(`${start}],"usage":${JSON.stringify(usage(generation))}${endsWithoutUsage[padding][0]}`);
    }
    closing.push('data: [DONE]\n\n');
    const beforeText = flat(`${start}{"index":0,"delta":{"content":`);
    const beforeReasoning = flat(`${start}{"index":0,"delta":{"content":null,"reasoning_content":`);
    return {
      events: [
        { payload: event('{"role":"assistant","content":"","refusal":null}', 'null', 0), at: 0 },
        ...generation.chunks.map(chunk => ({ chunk })),
        ...closing.map(payload => ({ payload, at: generation.doneAt })),
      ],
      encode: ({ kind, text }, index) => [
        kind === 'text' ? beforeText : beforeReasoning,
        JSON.stringify(text),
        '},"logprobs":null,"finish_reason":null}]',
        ends[index % ends.length] ?? '',
      ],
    };
  },

  whole(asked, generation) {
    const reasoning = generatedText(generation, 'reasoning');
    const message = {
      role: 'assistant',
      content: generatedText(generation, 'text'),
      ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
      refusal: null,
      annotations: [],
    };
    const body = {
      id: this.answerId(generation),
      object: 'chat.completion',
      created: generation.created,
      model: asked.model,
      choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason(generation) }],
      usage: usage(generation),
      service_tier: 'default',
      system_fingerprint: fingerprint,
    };
    return {
      status: 200,
      headers: [['content-type', 'application/json'], ...vendorHeaders(generation.entropy)],
      body: `${JSON.stringify(body, null, 2)}\n`,
    };
  },

  models(path) {
    const one = modelInPath(path);
    const model = (id: string) => ({ id, object: 'model', created: modelsCreated, owned_by: 'system' });
    const list = { object: 'list', data: modelIds.map(model) };
    return {
      status: 200,
      headers: [['content-type', 'application/json']],
      body: `${JSON.stringify(one === null ? list : model(one), null, 2)}\n`,
    };
  },

  refuse(reason, model, entropy) {
    const { status, headers, body } = openaiErrorResponse(reason, model);
    return {
      status,
      headers: [['content-type', 'application/json; charset=utf-8'], ...vendorHeaders(entropy), ...headers],
      body,
    };
  },

  errorEvent: () => `data: ${JSON.stringify(serverErrorBody)}\n\n`,

  malformedEvent(generation) {
    return `data: {"id":"${this.answerId(generation)}","object":"chat.completion.chunk","choices":[{"index":0,"del\n\n`;
  },
};

function usage(generation: Generation): JsonObject {
  const completion = generation.textTokens + generation.reasoningTokens;
  return {
    prompt_tokens: generation.promptTokens,
    completion_tokens: completion,
    total_tokens: generation.promptTokens + completion,
    prompt_tokens_details: { cached_tokens: generation.cachedTokens, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: generation.reasoningTokens,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

function finishReason(generation: Generation): 'length' | 'stop' {
  return generation.cutByLimit ? 'length' : 'stop';
}
