import type { ProviderError, Usage } from '../../core/request/wireEvents.ts';
import { awsCut, awsError } from '../aws/awsErrors.ts';
import { type AwsEvent, type AwsReader, chunkJson, framesEnd } from '../aws/eventStream.ts';
import { eventJson } from '../http/eventJson.ts';
import type { Emit } from '../http/httpDialect.ts';
import { asCount, asText, at, defined, listOf } from '../http/jsonAccess.ts';
import { errorIn } from '../http/serverError.ts';
import { deltaEvent } from '../shared/claudeDelta.ts';
import { summarisesThinking } from '../shared/claudeOptions.ts';
import type { SseEvent, SseReader } from '../transport/sse.ts';
import { type StreamEndTest, sseEnd } from '../transport/streamEnd.ts';
import { streamError } from './errors.ts';

/** Anthropic's input tokens exclude what came from its cache; both are kept as reported (llmeter-format 1.0). */
function readUsage(usage: unknown): Usage {
  return defined({
    inputTokens: asCount(at(usage, 'input_tokens')),
    outputTokens: asCount(at(usage, 'output_tokens')),
    cachedInputTokens: asCount(at(usage, 'cache_read_input_tokens')),
    cacheWriteTokens: asCount(at(usage, 'cache_creation_input_tokens')),
    ownReasoningTokens: asCount(at(usage, 'output_tokens_details', 'thinking_tokens')),
  });
}

/** The events of a Messages stream, whatever frames them (llmeter-format 1.7). */
class MessageEvents {
  readonly #emit: Emit;
  readonly #model: string;
  #summarised: boolean;
  #complete = false;

  constructor(emit: Emit, model: string) {
    this.#emit = emit;
    this.#model = model;
    this.#summarised = summarisesThinking(model);
  }

  /** `message_stop` arrived, or an error: both are the last event. */
  get over(): boolean {
    return this.#complete;
  }

  message(body: unknown, stamp: number): void {
    if (this.#complete) return;
    switch (at(body, 'type')) {
      case 'message_start': {
        const id = asText(at(body, 'message', 'id'));
        if (id) this.#emit({ type: 'id', at: stamp, id });
        const name = asText(at(body, 'message', 'model')) ?? '';
        this.#summarised = summarisesThinking(this.#model, name);
        const { outputTokens: _, ...usage } = readUsage(at(body, 'message', 'usage'));
        this.#emit({ type: 'usage', at: stamp, ...usage });
        return;
      }
      case 'content_block_start':
        this.#block(at(body, 'content_block'), stamp);
        return;
      case 'content_block_delta': {
        const event = deltaEvent(at(body, 'delta'), stamp, this.#summarised);
        if (event) this.#emit(event);
        return;
      }
      case 'message_delta': {
        // Its counts cover the whole answer: tools of the server read more input on the way.
        this.#emit({ type: 'usage', at: stamp, ...readUsage(at(body, 'usage')) });
        const reason = asText(at(body, 'delta', 'stop_reason'));
        if (reason) this.#emit({ type: 'stop', at: stamp, reason });
        return;
      }
      case 'message_stop':
        this.#complete = true;
        return;
      case 'message':
        // A server that only pretends to stream.
        this.#complete = true;
        readMessageBody(body, stamp, this.#emit);
        return;
      default:
        if (errorIn(body) !== null) this.fail(streamError(body), stamp);
    }
  }

  /** Blocks begin empty, but some servers put the first text into the beginning. */
  #block(block: unknown, stamp: number): void {
    const text = asText(at(block, 'text'));
    const thinking = asText(at(block, 'thinking'));
    if (text) this.#emit({ type: 'text', at: stamp, text });
    else if (thinking) this.#emit({ type: 'reasoning', at: stamp, text: this.#summarised ? null : thinking });
  }

  fail(error: ProviderError, stamp: number): void {
    this.#complete = true;
    this.#emit({ type: 'error', at: stamp, error });
  }

  end(stamp: number, cut: boolean): void {
    if (cut || !this.#complete) this.fail(awsCut(cut, 'message_stop'), stamp);
  }
}

/** The rules of Messages for the end of a stream: nothing follows `message_stop` or an error. */
export const messagesEnd: StreamEndTest = {
  last: body => sseMessagesEnd.last(body),
  several: body => (body.bytes[0] === 0 ? framedMessagesEnd : sseMessagesEnd).several(body),
};

const sseMessagesEnd = sseEnd(/^event: *(message_stop|error)\r?$|"type" *: *"message_stop"/m, []);

/** The length of a frame begins with a zero. */
const framedMessagesEnd = framesEnd(events => {
  const last = events.at(-1);
  return last?.isError || at(chunkJson(last?.body), 'type') === 'message_stop' ? 'over' : 'open';
});

/** Reads a Messages stream of server-sent events. */
export class SseMessages implements SseReader {
  readonly #events: MessageEvents;

  constructor(emit: Emit, model: string) {
    this.#events = new MessageEvents(emit, model);
  }

  done(): void {}

  get finished(): boolean {
    return this.#events.over;
  }

  get over(): boolean {
    return this.#events.over;
  }

  event({ event, data, at: stamp }: SseEvent): void {
    if (this.over) return;
    const body = eventJson(data, event);
    if (event === 'error') this.#events.fail(streamError(body), stamp);
    else this.#events.message(body, stamp);
  }

  end(stamp: number): void {
    this.#events.end(stamp, false);
  }
}

/** Reads a Messages stream in the chunks of InvokeModelWithResponseStream. */
export class FramedMessages implements AwsReader {
  readonly #events: MessageEvents;

  constructor(emit: Emit, model: string) {
    this.#events = new MessageEvents(emit, model);
  }

  get over(): boolean {
    return this.#events.over;
  }

  event({ type, isError, body, at: stamp }: AwsEvent): void {
    if (this.over) return;
    if (isError) this.#events.fail(awsError('Bedrock', type, body, null), stamp);
    else if (type === 'chunk') this.#events.message(chunkJson(body), stamp);
  }

  end(stamp: number, cut: boolean): void {
    this.#events.end(stamp, cut);
  }
}

/** Reads a whole message: its text blocks joined. Thinking is not part of the answer. */
export function readMessageBody(body: unknown, stamp: number, emit: Emit): void {
  if (at(body, 'content') === undefined) throw new Error('there is no content');
  const id = asText(at(body, 'id'));
  if (id) emit({ type: 'id', at: stamp, id });
  const texts = listOf(at(body, 'content')).flatMap(block =>
    at(block, 'type') === 'text' ? [asText(at(block, 'text')) ?? ''] : [],
  );
  const text = texts.join('');
  emit({ type: 'text', at: stamp, text });
  if (text === '') emitBesideText(listOf(at(body, 'content')), stamp, emit);
  const reason = asText(at(body, 'stop_reason'));
  if (reason) emit({ type: 'stop', at: stamp, reason });
  emit({ type: 'usage', at: stamp, ...readUsage(at(body, 'usage')) });
}

/** What a whole message without text holds instead. */
function emitBesideText(blocks: readonly unknown[], stamp: number, emit: Emit): void {
  const types = blocks.map(block => asText(at(block, 'type')) ?? '');
  if (types.some(type => type.endsWith('tool_use'))) emit({ type: 'toolCall', at: stamp });
  else if (types.some(type => type.endsWith('thinking'))) emit({ type: 'reasoning', at: stamp, text: null });
}
