import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import { eventFrames } from '../http/eventFrame.ts';
import { type Generation, generatedText } from '../scenario/generation.ts';
import {
  BedrockAddress,
  bedrockHeaders,
  bedrockLimit,
  bedrockMessages,
  bedrockShared,
  converseException,
} from './bedrock.ts';
import type { Dialect, StreamedAnswer } from './dialect.ts';
import { parseObject, promptOf } from './jsonRequest.ts';
import { readModelThinking } from './thinking.ts';

const address = new BedrockAddress('converse', 'converse-stream');

/** AWS begins some streams with this frame, so every client must accept it. */
const initialResponse = eventFrames('initial-response').encode('{}');
const messageStart = eventFrames('messageStart');
const blockDelta = eventFrames('contentBlockDelta');
const blockStop = eventFrames('contentBlockStop');
const messageStop = eventFrames('messageStop');
const metadata = eventFrames('metadata');

/** Bedrock pads its events, so that the size of an event does not reveal its token. */
const noise = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const paddings = [23, 4, 41, 12, 57, 30, 8, 49].map(length => `,"p":"${noise.slice(0, length)}"}`);

function padded(start: string, index: number): string {
  return `${start}${paddings[index % paddings.length]}`;
}

/**
 * Bedrock Converse and ConverseStream. Streamed reasoning is a reasoningContent block with its text;
 * hidden reasoning is one with a signature only.
 */
export const bedrockConverse: Dialect = {
  name: 'bedrock-converse',
  ...bedrockShared,
  errorEvent: converseException,
  match: path => address.match(path),

  read(request, path) {
    const { model, stream } = address.read(path);
    const body = parseObject(request.body, 'The request body is not valid JSON.');
    const messages = bedrockMessages(body);
    const { inferenceConfig } = body;
    const wanted = isJsonObject(inferenceConfig) ? inferenceConfig['maxTokens'] : undefined;
    const maxTokens = bedrockLimit(wanted, 'inferenceConfig.maxTokens');
    const fields = body['additionalModelRequestFields'];
    return {
      model,
      stream,
      maxTokens,
      ...promptOf(body['system'], messages),
      caching: 'marked',
      thinking: isJsonObject(fields) ? readModelThinking(fields, maxTokens) : null,
      body,
    };
  },

  streamHeaders: generation => bedrockHeaders('application/vnd.amazon.eventstream', generation.entropy),

  stream(_asked, generation) {
    const { chunks, reasoningTokens, doneAt } = generation;
    const textIndex = reasoningTokens > 0 ? 1 : 0;
    const texts = chunks.filter(({ kind }) => kind === 'text');
    const events: StreamedAnswer['events'][number][] = [
      { payload: initialResponse, at: 0 },
      { payload: messageStart.encode(padded('{"role":"assistant"', 0)), at: 0 },
    ];
    const stop = (index: number) => blockStop.encode(padded(`{"contentBlockIndex":${index}`, index));
    if (reasoningTokens > 0) {
      const at = texts[0]?.at ?? doneAt;
      const signed = `{"contentBlockIndex":0,"delta":{"reasoningContent":{"signature":"${signature(generation)}"}}`;
      events.push(
        ...chunks.filter(({ kind }) => kind === 'reasoning').map(chunk => ({ chunk })),
        { payload: blockDelta.encode(padded(signed, 1)), at },
        { payload: stop(0), at },
      );
    }
    if (texts.length > 0 || reasoningTokens === 0) {
      events.push(...texts.map(chunk => ({ chunk })), { payload: stop(textIndex), at: doneAt });
    }
    const stopped = JSON.stringify({ stopReason: stopReason(generation) }).slice(0, -1);
    const closing = JSON.stringify({ usage: usage(generation), ...metrics(generation) }).slice(0, -1);
    events.push(
      { payload: messageStop.encode(padded(stopped, 2)), at: doneAt },
      { payload: metadata.encode(padded(closing, 3)), at: doneAt },
    );
    const text = `{"contentBlockIndex":${textIndex},"delta":{"text":`;
    return {
      events,
      encode: (chunk, index) =>
        blockDelta.encode(
          chunk.kind === 'text'
            ? padded(`${text}${JSON.stringify(chunk.text)}}`, index)
            : padded(
                `{"contentBlockIndex":0,"delta":{"reasoningContent":{"text":${JSON.stringify(chunk.text)}}}`,
                index,
              ),
        ),
    };
  },

  whole(_asked, generation) {
    const content: JsonObject[] = [];
    if (generation.reasoningTokens > 0) {
      const reasoningText = {
        text: generatedText(generation, 'reasoning'),
        signature: signature(generation),
      };
      content.push({ reasoningContent: { reasoningText } });
    }
    if (generation.textTokens > 0) content.push({ text: generatedText(generation, 'text') });
    const body = {
      ...metrics(generation),
      output: { message: { content, role: 'assistant' } },
      stopReason: stopReason(generation),
      usage: usage(generation),
    };
    return {
      status: 200,
      headers: bedrockHeaders('application/json', generation.entropy),
      body: JSON.stringify(body),
    };
  },

  malformedEvent: () => blockDelta.encode('{"contentBlockIndex":0,"delta":{"te'),
};

/** In this API `inputTokens` does not include cached tokens. */
function usage(generation: Generation): JsonObject {
  const { promptTokens, cachedTokens, writtenTokens, textTokens, reasoningTokens } = generation;
  const outputTokens = textTokens + reasoningTokens;
  return {
    inputTokens: promptTokens - cachedTokens - writtenTokens,
    outputTokens,
    totalTokens: promptTokens + outputTokens,
    cacheReadInputTokens: cachedTokens,
    cacheWriteInputTokens: writtenTokens,
  };
}

function metrics({ doneAt }: Generation): JsonObject {
  return { metrics: { latencyMs: Math.round(doneAt) } };
}

/** Signatures are opaque; only their form matters. */
function signature(generation: Generation): string {
  return `${generation.entropy.repeat(3)}==`;
}

function stopReason({ cutByLimit }: Generation): 'end_turn' | 'max_tokens' {
  return cutByLimit ? 'max_tokens' : 'end_turn';
}
