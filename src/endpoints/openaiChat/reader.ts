import type { Usage } from '../../core/request/wireEvents.ts';
import { eventJson } from '../http/eventJson.ts';
import type { Emit } from '../http/httpDialect.ts';
import { asCount, asText, at, defined, listOf } from '../http/jsonAccess.ts';
import { serverError } from '../http/serverError.ts';
import { callsTool, hasMedia, reasoningIn } from '../shared/chatDelta.ts';
import { summarisesThinking } from '../shared/claudeOptions.ts';
import { messageTexts } from '../shared/messageTexts.ts';
import type { SseEvent, SseReader } from '../transport/sse.ts';
import { sseEnd } from '../transport/streamEnd.ts';
import { answerFailure } from './errors.ts';
import { RepeatedChunk } from './repeatedChunk.ts';

/** `usage` of the Chat Completions API; the details objects may be missing. */
function readUsage(usage: unknown): Usage {
  const inputTokens = asCount(at(usage, 'prompt_tokens') ?? at(usage, 'input_tokens'));
  const completion = asCount(at(usage, 'completion_tokens') ?? at(usage, 'output_tokens'));
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

/** The usage of a chunk or an answer. Groq also reports it in its own object, Moonshot in the choice. */
function usageIn(body: unknown, choice: unknown): Usage | null {
  const usage = at(body, 'usage') ?? at(body, 'x_groq', 'usage') ?? at(choice, 'usage') ?? null;
  return usage === null ? null : readUsage(usage);
}

/** The first of the choices that a request with `n` above 1 gets; the others come in between. */
function firstChoice(body: unknown): unknown {
  return listOf(at(body, 'choices')).find(choice => (at(choice, 'index') ?? 0) === 0);
}

function hasOtherChoice(body: unknown): boolean {
  return listOf(at(body, 'choices')).some(choice => (at(choice, 'index') ?? 0) !== 0);
}

/** DashScope and others write the word "null" for an answer that goes on. */
function finishReason(choice: unknown): string | null {
  const reason = asText(at(choice, 'finish_reason'));
  return !reason || reason === 'null' || reason === 'None' ? null : reason;
}

/** The rules of Chat Completions for the end of a stream. Servers that never send `[DONE]` report the counts last. */
export const chatEnd = sseEnd(/^data: *\[DONE\]/m, [/"finish_reason" *: *"(?!null|None)/, /"usage" *: *\{/]);

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
  #deltas = false;
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
    const chunk = eventJson(data, event);
    const failure = answerFailure(chunk) ?? (event === 'error' ? serverError(chunk) : null);
    if (!this.#named) this.#name(at(chunk, 'id'), stamp);
    const choice = firstChoice(chunk);
    if (hasOtherChoice(chunk)) this.#emit({ type: 'otherChoice', at: stamp });
    const onlyText = this.#choice(choice, asText(at(chunk, 'model')) ?? '', stamp);
    const finish = finishReason(choice);
    if (finish !== null) {
      this.#complete = true;
      this.#finished = true;
      this.#emit({ type: 'stop', at: stamp, reason: this.#refused ? 'refusal' : finish });
    }
    const usage = usageIn(chunk, choice);
    if (usage !== null) this.#count(usage, stamp, choice === undefined);
    if (failure) {
      this.#complete = true;
      this.#emit({ type: 'error', at: stamp, error: failure });
    }
    if (onlyText && this.#named && finish === null && usage === null && !failure) {
      this.#repeated.learn(data, onlyText);
    }
  }

  end(stamp: number): void {
    if (this.#complete) return;
    this.#emit({
      type: 'error',
      at: stamp,
      error: {
        ...serverError(null),
        reason: 'interrupted',
        message: 'The stream ended without a finish_reason and without [DONE].',
      },
    });
  }

  /** After `[DONE]`, as in the SDKs, nothing belongs to the answer. Some servers report the counts there. */
  #late(data: string, stamp: number): void {
    const usage = usageIn(eventJson(data), null);
    if (usage !== null) this.#count(usage, stamp, true);
  }

  /** By the API's reference, a chunk with counts and no choice (`alone`) is the last one before `[DONE]`. */
  #count(usage: Usage, stamp: number, alone: boolean): void {
    this.#counted = true;
    if (alone && this.#deltas && (usage.outputTokens ?? 0) > 0) this.#complete = true;
    this.#emit({ type: 'usage', at: stamp, ...usage });
  }

  /** The first id counts; every further chunk repeats it. */
  #name(id: unknown, stamp: number): void {
    if (typeof id !== 'string' || id === '') return;
    this.#named = true;
    this.#emit({ type: 'id', at: stamp, id });
  }

  /**
   * Servers that only pretend to stream send the whole message in one chunk, others the `text` of the older
   * Completions API. A whole message after its deltas repeats them. Returns what `#delta` returns.
   */
  #choice(choice: unknown, model: string, stamp: number): string | null {
    const delta = at(choice, 'delta') ?? null;
    if (delta !== null) this.#deltas = true;
    const onlyText = this.#delta(delta ?? (this.#deltas ? null : at(choice, 'message')), model, stamp);
    const legacy = asText(at(choice, 'text'));
    if (legacy && !onlyText) this.#emit({ type: 'text', at: stamp, text: legacy });
    return delta === null || legacy ? null : onlyText;
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
    const media = hasMedia(delta);
    if (media) this.#emit({ type: 'media', at: stamp });
    return plain && reasoning === undefined && !calls && !media ? plain : null;
  }
}

/** Reads a whole `chat.completion`. A refusal is not text (llmeter-format 1.3), but a stop reason. */
export function readChatBody(body: unknown, stamp: number, emit: Emit): void {
  const failure = answerFailure(body);
  const choice = firstChoice(body);
  if (choice === undefined && !failure) throw new Error('there is no choices[0]');
  const id = asText(at(body, 'id'));
  if (id) emit({ type: 'id', at: stamp, id });
  if (hasOtherChoice(body)) emit({ type: 'otherChoice', at: stamp });
  const message = at(choice, 'message');
  const refused = asText(at(message, 'refusal'));
  const texts = messageTexts(at(message, 'content') ?? at(choice, 'text'));
  if (texts.length > 0) emit({ type: 'text', at: stamp, text: texts.join('') });
  if (texts.join('') === '') emitBesideText(message, stamp, emit);
  const finish = refused ? 'refusal' : finishReason(choice);
  if (finish !== null) emit({ type: 'stop', at: stamp, reason: finish });
  const usage = usageIn(body, choice);
  if (usage !== null) emit({ type: 'usage', at: stamp, ...usage });
  if (failure) emit({ type: 'error', at: stamp, error: failure });
}

/** What a whole message without text holds instead. */
function emitBesideText(message: unknown, stamp: number, emit: Emit): void {
  if (callsTool(message)) emit({ type: 'toolCall', at: stamp });
  else if (hasMedia(message)) emit({ type: 'media', at: stamp });
  else if (asText(at(message, 'refusal'))) emit({ type: 'refusal', at: stamp });
  else if (reasoningIn(message) !== undefined) emit({ type: 'reasoning', at: stamp, text: null });
}
