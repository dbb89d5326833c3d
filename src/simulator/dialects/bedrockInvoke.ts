import type { JsonObject } from '../../core/base/jsonValue.ts';
import { type Payload, payloadText } from '../http/chunkEncoder.ts';
import { eventFrames } from '../http/eventFrame.ts';
import type { Generation } from '../scenario/generation.ts';
import { anthropicMessages } from './anthropicMessages.ts';
import {
  BedrockAddress,
  bedrockHeaders,
  bedrockLimit,
  bedrockMessages,
  bedrockShared,
  invokeException,
} from './bedrock.ts';
import type { Dialect, ModelRequest, StreamedAnswer } from './dialect.ts';
import { parseObject, promptOf } from './jsonRequest.ts';
import { openaiChat } from './openaiChat.ts';
import { readModelThinking } from './thinking.ts';

const address = new BedrockAddress('invoke', 'invoke-with-response-stream');
const chunkFrames = eventFrames('chunk');

const { answerId } = bedrockShared;
const chatForm: Dialect = { ...openaiChat, answerId };
const anthropicForm: Dialect = { ...anthropicMessages, answerId };

/**
 * Bedrock InvokeModel and InvokeModelWithResponseStream: bodies of another API, with its events in binary frames.
 * A request with `anthropic_version` gets the response of a Claude model, any other one the form of chat
 * completions, as OpenAI, Qwen and DeepSeek models on Bedrock use it.
 */
export const bedrockInvoke: Dialect = {
  name: 'bedrock-invoke',
  ...bedrockShared,
  errorEvent: invokeException,
  match: path => address.match(path),

  read(request, path) {
    const { model, stream } = address.read(path);
    const sent = parseObject(
      request.body,
      'Malformed input request, please reformat your input and try again.',
    );
    const messages = bedrockMessages(sent);
    const limit = sent['max_completion_tokens'] ?? sent['max_tokens'];
    const maxTokens = bedrockLimit(limit, 'max_tokens');
    return {
      model,
      stream,
      maxTokens,
      ...promptOf(sent['system'], messages),
      caching: 'anthropic_version' in sent ? 'marked' : 'automatic',
      thinking: readModelThinking(sent, maxTokens),
      // Bedrock does not pad events as the OpenAI API does.
      body: { ...sent, stream_options: { include_obfuscation: false } },
    };
  },

  streamHeaders: generation => [
    ...bedrockHeaders('application/vnd.amazon.eventstream', generation.entropy),
    ['x-amzn-bedrock-content-type', 'application/json'],
  ],

  stream(asked, generation) {
    const { events, encode } = formOf(asked).stream(asked, generation);
    const framed: StreamedAnswer['events'][number][] = [];
    for (const event of events) {
      if ('chunk' in event) {
        framed.push(event);
        continue;
      }
      const json = jsonOf(event.payload);
      if (json !== null) framed.push({ payload: json, at: event.at });
    }
    const last = framed.pop();
    if (last && 'payload' in last) {
      const metrics = JSON.stringify({ 'amazon-bedrock-invocationMetrics': invocationMetrics(generation) });
      const payload = `${String(last.payload).trimEnd().slice(0, -1).trimEnd()},${metrics.slice(1)}`;
      framed.push({ payload, at: last.at });
    }
    return {
      events: framed.map(event =>
        'chunk' in event ? event : { payload: chunkFrame(String(event.payload)), at: event.at },
      ),
      encode: (chunk, index) => chunkFrame(jsonOf(encode(chunk, index)) ?? '{}'),
    };
  },

  whole(asked, generation) {
    const { body } = formOf(asked).whole(asked, generation);
    const { inputTokenCount, outputTokenCount, invocationLatency } = invocationMetrics(generation);
    return {
      status: 200,
      headers: [
        ...bedrockHeaders('application/json', generation.entropy),
        ['x-amzn-bedrock-input-token-count', String(inputTokenCount)],
        ['x-amzn-bedrock-output-token-count', String(outputTokenCount)],
        ['x-amzn-bedrock-invocation-latency', String(invocationLatency)],
      ],
      body: JSON.stringify(JSON.parse(String(body))),
    };
  },

  malformedEvent: () => chunkFrame('{"choices":[{"index":0,"del'),
};

function formOf({ body }: ModelRequest): Dialect {
  return 'anthropic_version' in body ? anthropicForm : chatForm;
}

/** The JSON of a server-sent event; null for those that Bedrock does not pass on. */
function jsonOf(payload: Payload): string | null {
  const event = payloadText(payload);
  const json = event.slice(event.indexOf('data: ') + 6, -2);
  return json === '[DONE]' || event.startsWith('event: ping') ? null : json;
}

function chunkFrame(json: string): Buffer {
  return chunkFrames.encode(
    `{"bytes":"${Buffer.from(json).toString('base64')}","p":"abcdefghijklmnopqrstu"}`,
  );
}

function invocationMetrics(generation: Generation): JsonObject {
  const { promptTokens, cachedTokens, writtenTokens, chunks, doneAt } = generation;
  return {
    inputTokenCount: promptTokens - cachedTokens - writtenTokens,
    outputTokenCount: generation.textTokens + generation.reasoningTokens,
    cacheReadInputTokenCount: cachedTokens,
    cacheWriteInputTokenCount: writtenTokens,
    invocationLatency: Math.round(doneAt),
    firstByteLatency: Math.round(chunks[0]?.at ?? doneAt),
  };
}
