import type { ProviderError, Usage, WireEvent } from '../../core/request/wireEvents.ts';
import { eventJson } from '../http/eventJson.ts';
import type { Emit } from '../http/httpDialect.ts';
import { asCount, asText, at, defined, listOf } from '../http/jsonAccess.ts';
import type { HttpExchange } from '../transport/httpExchange.ts';
import type { SseEvent, SseReader } from '../transport/sse.ts';
import { sseEnd } from '../transport/streamEnd.ts';
import { errorIn, geminiError, parsed } from './errors.ts';

/** Gemini has no last event: after a `finishReason`, more counts or citations may follow. */
export const geminiEnd = sseEnd(/^data: *\[DONE\]/m, [/"finishReason" *: *"/]);

/** Reads GenerateContentResponse objects: the chunks of a stream, or a whole answer. */
export class GeminiReader implements SseReader {
  readonly #emit: Emit;
  #complete = false;
  #answered = false;
  /** Nothing but thoughts arrived, with their count. */
  #onlyThoughts = true;
  #thoughtsCounted = false;

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  event({ event, data, at: stamp }: SseEvent): void {
    this.chunk(eventJson(data, event), stamp);
  }

  done(): void {}

  /** `endOfStream` needs the whole exchange. */
  end(): void {}

  get finished(): boolean {
    return this.#complete;
  }

  get over(): boolean {
    return this.#complete;
  }

  chunk(body: unknown, stamp: number): void {
    const error = errorIn(body);
    if (error !== undefined && error !== null) {
      this.#fail(geminiError(error), stamp);
      return;
    }
    const id = asText(at(body, 'responseId'));
    if (id) this.#emit({ type: 'id', at: stamp, id });
    const candidates = listOf(at(body, 'candidates'));
    const candidate = candidates.find(one => (at(one, 'index') ?? 0) === 0);
    if (candidates.length > 0) this.#answered = true;
    if (candidates.some(one => (at(one, 'index') ?? 0) !== 0)) this.#emit({ type: 'otherChoice', at: stamp });
    for (const part of listOf(at(candidate, 'content', 'parts'))) this.#part(part, stamp);
    const reason = asText(at(candidate, 'finishReason'));
    if (reason) {
      this.#complete = true;
      this.#emit({ type: 'stop', at: stamp, reason });
    }
    const usage = at(body, 'usageMetadata');
    if (usage !== undefined) this.#emit({ type: 'usage', at: stamp, ...readUsage(usage) });
    if ((asCount(at(usage, 'thoughtsTokenCount')) ?? 0) > 0) this.#thoughtsCounted = true;
    const blocked = asText(at(body, 'promptFeedback', 'blockReason'));
    if (blocked) this.#blocked(blocked, asText(at(body, 'promptFeedback', 'blockReasonMessage')), stamp);
  }

  /**
   * The stream has ended, successfully or not. An error halfway is not an event of the stream: Google
   * writes its usual JSON after the events (its own SDKs look for it there too).
   */
  endOfStream({ body, failure, wire: { endedAt } }: HttpExchange): void {
    if (this.#complete) return;
    const text = body.text();
    const start = text.search(/^[{[]/m);
    const error = start < 0 ? undefined : errorIn(parsed(text.slice(start)));
    if (error !== undefined && error !== null) this.#fail(geminiError(error), endedAt);
    // Google leaves the finishReason out if the model did nothing but think.
    else if (!failure && !(this.#onlyThoughts && this.#thoughtsCounted)) {
      this.#fail(plain('interrupted', 'The stream ended without a finishReason.'), endedAt);
    }
  }

  /** Whether there was anything to read: an answer, or an error. */
  get saidAnything(): boolean {
    return this.#complete || this.#answered;
  }

  #part(part: unknown, stamp: number): void {
    const text = asText(at(part, 'text'));
    if (at(part, 'thought') !== true && text !== '') this.#onlyThoughts = false;
    if (at(part, 'functionCall') !== undefined || at(part, 'executableCode') !== undefined) {
      this.#emit({ type: 'toolCall', at: stamp });
    } else if (at(part, 'inlineData') !== undefined || at(part, 'fileData') !== undefined) {
      this.#emit({ type: 'media', at: stamp });
    } else if (at(part, 'thought') === true) {
      // A summary of the thoughts. What is counted are the thoughts themselves.
      this.#emit({ type: 'reasoning', at: stamp, text: null });
    } else if (text !== undefined) {
      this.#emit({ type: 'text', at: stamp, text });
    }
  }

  #blocked(reason: string, message: string | undefined, stamp: number): void {
    const why = message === undefined ? '' : `: ${message}`;
    this.#fail(plain('badRequest', `The prompt was blocked (${reason})${why}`), stamp);
  }

  #fail(error: ProviderError, stamp: number): void {
    this.#complete = true;
    this.#emit({ type: 'error', at: stamp, error });
  }
}

/**
 * Reads an answer in one body. A server that ignores `alt=sse` sends the chunks of a stream as one list.
 * Of what was generated the text is emitted, all at once; without text, one event of what there is instead.
 */
export function readGeminiBody(body: unknown, stamp: number, emit: Emit): void {
  const texts: string[] = [];
  const beside: WireEvent[] = [];
  const reader = new GeminiReader(event => {
    if (event.type === 'text') texts.push(event.text);
    else if (event.type === 'reasoning' || event.type === 'toolCall' || event.type === 'media')
      beside.push(event);
    else emit(event);
  });
  for (const chunk of Array.isArray(body) ? body : [body]) reader.chunk(chunk, stamp);
  if (!reader.saidAnything) throw new Error('there is no candidates[0]');
  if (texts.length > 0) emit({ type: 'text', at: stamp, text: texts.join('') });
  const kinds = ['media', 'toolCall', 'reasoning'];
  const first = beside.sort((a, b) => kinds.indexOf(a.type) - kinds.indexOf(b.type))[0];
  if (texts.join('') === '' && first) emit(first);
}

/** Input tokens include cached ones. Gemini counts thoughts separately; our output tokens include them. */
function readUsage(usage: unknown): Usage {
  const visible = asCount(at(usage, 'candidatesTokenCount'));
  const thoughts = asCount(at(usage, 'thoughtsTokenCount'));
  const generated = visible === undefined && thoughts === undefined;
  return defined({
    inputTokens: asCount(at(usage, 'promptTokenCount')),
    outputTokens: generated ? undefined : (visible ?? 0) + (thoughts ?? 0),
    cachedInputTokens: asCount(at(usage, 'cachedContentTokenCount')),
    reasoningTokens: thoughts,
  });
}

function plain(reason: ProviderError['reason'], message: string): ProviderError {
  return { message, reason, status: null, requestId: null, retryAfter: null };
}
