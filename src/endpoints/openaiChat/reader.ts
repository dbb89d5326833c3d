import type { Usage } from '../../core/request/wireEvents.ts';
import type { Emit } from '../http/httpDialect.ts';
import { asCount, asText, at, defined } from '../http/jsonAccess.ts';
import { callsTool, reasoningIn } from '../shared/chatDelta.ts';
import { summarisesThinking } from '../shared/claudeOptions.ts';
import { messageTexts } from '../shared/messageTexts.ts';
import type { SseEvent, SseReader } from '../transport/sse.ts';
import { answerFailure, streamError } from './errors.ts';
import { RepeatedChunk } from './repeatedChunk.ts';

/** `usage` of the Chat Completions API; the details objects may be missing. */
function readUsage(usage: unknown): Usage {
  const inputTokens = asCount(at(usage, 'prompt_tokens'));
  const completion = asCount(at(usage, 'completion_tokens'));
  const reasoningTokens = asCount(at(usage, 'completion_tokens_details', 'reasoning_tokens'));
  const together = (inputTokens ?? 0) + (completion ?? 0) + (reasoningTokens ?? 0);
  // xAI counts reasoning in addition to the completion, others as part of it. The total shows which.
  const beside = completion !== undefined && at(usage, 'total_tokens') === together;
  return defined({
    inputTokens,
    outputTokens: beside ? completion + (reasoningTokens ?? 0) : completion,
    cachedInputTokens: asCount(at(usage, 'prompt_tokens_details', 'cached_tokens')),
    // LiteLLM passes on Anthropic's name for it.
    cacheWriteTokens:
      asCount(at(usage, 'prompt_tokens_details', 'cache_write_tokens')) ??
      asCount(at(usage, 'cache_creation_input_tokens')),
    reasoningTokens,
  });
}

/** Reads a `chat.completion.chunk` stream (llmeter-format 1.3), with the reasoning fields of compatible servers. */
export class ChatStreamReader implements SseReader {
  readonly #emit: Emit;
  readonly #model: string;
  /** Why the stream may end here: the model finished, or the server reported an error or `[DONE]`. */
  #complete = false;
  #finished = false;
  #counted = false;
  #done = false;
  #named = false;
  #refused = false;
  readonly #repeated = new RepeatedChunk();

  constructor(emit: Emit, model: string) {
    this.#emit = emit;
    this.#model = model;
  }

  done(): void {
    this.#complete = true;
    this.#done = true;
  }

  get finished(): boolean {
    return this.#finished;
  }

  /** Some servers never send `[DONE]`: after the reason to stop and the counts, it is the only thing missing. */
  get over(): boolean {
    return this.#done || (this.#finished && this.#counted);
  }

  event({ event, data, at: stamp }: SseEvent): void {
    if (this.#done) {
      this.#late(data, stamp);
      return;
    }
    const repeated = event === undefined ? this.#repeated.contentOf(data) : null;
    if (repeated !== null) {
      this.#emit({ type: 'text', at: stamp, text: repeated });
      return;
    }
    const chunk: unknown = JSON.parse(data);
    const failure = answerFailure(chunk) ?? (event === 'error' ? streamError(chunk) : null);
    if (!this.#named) this.#name(at(chunk, 'id'), stamp);
    const choice = at(chunk, 'choices', 0);
    const onlyText = this.#delta(at(choice, 'delta'), asText(at(chunk, 'model')) ?? '', stamp);
    const finish = asText(at(choice, 'finish_reason'));
    if (finish) {
      this.#complete = true;
      this.#finished = true;
      this.#emit({ type: 'stop', at: stamp, reason: this.#refused ? 'refusal' : finish });
    }
    const usage = at(chunk, 'usage');
    const reported = usage !== undefined && usage !== null;
    if (reported) this.#count(usage, stamp);
    if (failure) {
      this.#complete = true;
      this.#emit({ type: 'error', at: stamp, error: failure });
    }
    if (onlyText && this.#named && !finish && !reported && !failure) this.#repeated.learn(data, onlyText);
  }

  end(stamp: number): void {
    if (this.#complete) return;
    this.#emit({
      type: 'error',
      at: stamp,
      error: {
        ...streamError(null),
        reason: 'interrupted',
        message: 'The stream ended without a finish_reason and without [DONE].',
      },
    });
  }

  /** After `[DONE]`, as in the SDKs, nothing belongs to the answer. Some servers report the counts there. */
  #late(data: string, stamp: number): void {
    const usage = at(JSON.parse(data), 'usage');
    if (usage !== undefined && usage !== null) this.#count(usage, stamp);
  }

  #count(usage: unknown, stamp: number): void {
    this.#counted = true;
    this.#emit({ type: 'usage', at: stamp, ...readUsage(usage) });
  }

  /** The first id counts; every further chunk repeats it. */
  #name(id: unknown, stamp: number): void {
    if (typeof id !== 'string' || id === '') return;
    this.#named = true;
    this.#emit({ type: 'id', at: stamp, id });
  }

  /** Returns the text if the chunk contained plain text and nothing else. */
  #delta(delta: unknown, model: string, stamp: number): string | null {
    const content = at(delta, 'content');
    const plain = asText(content);
    const reasoning = reasoningIn(delta);
    if (reasoning !== undefined) {
      const words = summarisesThinking(this.#model, model) ? null : reasoning;
      this.#emit({ type: 'reasoning', at: stamp, text: words });
    }
    const text = plain ?? messageTexts(content).join('');
    if (text) this.#emit({ type: 'text', at: stamp, text });
    if (asText(at(delta, 'refusal'))) {
      this.#refused = true;
      this.#emit({ type: 'refusal', at: stamp });
    }
    const calls = callsTool(delta);
    if (calls) this.#emit({ type: 'toolCall', at: stamp });
    return plain && reasoning === undefined && !calls ? plain : null;
  }
}

/** Reads a whole `chat.completion`. A refusal is not text (llmeter-format 1.3), but a stop reason. */
export function readChatBody(body: unknown, stamp: number, emit: Emit): void {
  const failure = answerFailure(body);
  const choice = at(body, 'choices', 0);
  if (choice === undefined && !failure) throw new Error('there is no choices[0]');
  const id = asText(at(body, 'id'));
  if (id) emit({ type: 'id', at: stamp, id });
  const texts = messageTexts(at(choice, 'message', 'content'));
  if (texts.length > 0) emit({ type: 'text', at: stamp, text: texts.join('') });
  const refused = asText(at(choice, 'message', 'refusal'));
  const finish = refused ? 'refusal' : asText(at(choice, 'finish_reason'));
  if (finish) emit({ type: 'stop', at: stamp, reason: finish });
  const usage = at(body, 'usage');
  if (usage !== undefined && usage !== null) emit({ type: 'usage', at: stamp, ...readUsage(usage) });
  if (failure) emit({ type: 'error', at: stamp, error: failure });
}
