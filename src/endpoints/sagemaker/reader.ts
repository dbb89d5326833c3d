import type { ProviderError } from '../../core/request/wireEvents.ts';
import { awsCut, awsError } from '../aws/awsErrors.ts';
import { type AwsEvent, type AwsReader, framesEnd } from '../aws/eventStream.ts';
import type { Emit } from '../http/httpDialect.ts';
import { asCount, asText, at, defined } from '../http/jsonAccess.ts';
import { errorIn, serverError } from '../http/serverError.ts';
import { emitBesideText, reasoningCount } from '../jmespath/besideText.ts';
import { besideTextIn, familyDelta } from '../jmespath/familyText.ts';
import { givenUp } from '../shared/givenUp.ts';
import type { SageMakerExtractor } from './extractor.ts';
import { JsonLines } from './lines.ts';

/** Why the container stopped, in the forms of text generation and of chat completions. */
function stopReason(answer: unknown): string | undefined {
  return asText(at(answer, 'details', 'finish_reason')) ?? asText(at(answer, 'choices', 0, 'finish_reason'));
}

/** An error that the container wrote into an answer that began normally; undefined = there is none. */
function containerError(answer: unknown): ProviderError | undefined {
  const error = errorIn(answer);
  return error === null ? (givenUp(stopReason(answer)) ?? undefined) : serverError(error);
}

/**
 * Containers have no common last event: an answer is over after `[DONE]` or an exception, and probably after
 * a line with the reason to stop or with the whole text.
 */
export const containerEnd = framesEnd(events => {
  if (events.at(-1)?.isError) return 'over';
  const text = events
    .map(({ body }) => (body instanceof Uint8Array ? Buffer.from(body).toString('latin1') : ''))
    .join('')
    .trimEnd();
  const lines = text.split(/\r?\n/).filter(line => line.trim() !== '');
  if (/^data:\s*\[DONE\]$/.test(lines.at(-1) ?? '')) return 'over';
  const ends = lines.map(line => line.replace(/^data:/, '')).some(line => isLastLine(line));
  return ends ? 'likely' : 'open';
});

/** The first of the lines may be cut. */
function isLastLine(line: string): boolean {
  try {
    const json: unknown = JSON.parse(line);
    return stopReason(json) !== undefined || typeof at(json, 'generated_text') === 'string';
  } catch {
    return false;
  }
}

/** Reads what InvokeEndpointWithResponseStream passes on of a container's answer (llmeter-format 1.5). */
export class InvocationStreamReader implements AwsReader {
  readonly #emit: Emit;
  readonly #extractor: SageMakerExtractor;
  readonly #model: string;
  readonly #lines = new JsonLines(json => this.#line(json));
  #at = 0;
  #tokens = 0;
  #lineCount = 0;
  /** The container has the form of another family, whose events need not be single tokens. */
  #family = false;
  #counted: number | undefined;
  #reasoning: number | undefined;
  #failed = false;
  #ends: 'unknown' | 'stated' | 'awaited' = 'unknown';

  constructor(emit: Emit, extractor: SageMakerExtractor, model: string) {
    this.#emit = emit;
    this.#extractor = extractor;
    this.#model = model;
  }

  /** Containers have no common last event. */
  get over(): boolean {
    return false;
  }

  event({ type, isError, body, at: stamp }: AwsEvent): void {
    this.#at = stamp;
    if (isError) this.#fail(awsError('SageMaker', type, body, null));
    else if (type === 'PayloadPart' && body instanceof Uint8Array) this.#lines.feed(body);
  }

  end(stamp: number, cut: boolean): void {
    this.#at = stamp;
    if (!cut) this.#lines.end();
    if (this.#failed) return;
    if (cut || this.#ends === 'awaited') this.#fail(awsCut(cut, 'a reason to stop'));
    else if (this.#tokens === 0) this.#fail(awsCut(cut, this.#missing));
    // For LLMeter, the last token arrives when the stream ends.
    else this.#emit({ type: 'blockEnd', at: stamp });
  }

  get #missing(): string {
    return this.#lineCount === 0 ? 'a token' : 'a token: nothing was found at "generatedTextJmespath"';
  }

  /** The container's own count takes precedence over the number of tokens that were seen. */
  finish(stamp: number): void {
    if (!this.#extractor.countsTokens || this.#tokens === 0) return;
    const outputTokens = this.#counted ?? (this.#family ? undefined : this.#tokens);
    this.#emit({
      type: 'usage',
      at: stamp,
      ...defined({ outputTokens, ownReasoningTokens: this.#reasoning }),
    });
  }

  #fail(error: ProviderError): void {
    this.#failed = true;
    this.#emit({ type: 'error', at: this.#at, error });
  }

  #line(line: unknown): void {
    const error = containerError(line);
    if (error) {
      this.#fail(error);
      return;
    }
    this.#lineCount += 1;
    const text = this.#extractor.lineText(line);
    const other = text === null && !this.#extractor.ownForm ? familyDelta(line) : undefined;
    if (other !== undefined) this.#family = true;
    if (text !== null) this.#token(text);
    else if (other !== undefined) this.#token(other);
    else if (emitBesideText(line, [this.#model], this.#at, this.#emit)) {
      this.#tokens += 1;
    }
    this.#reasoning = reasoningCount(line) ?? this.#reasoning;
    this.#counted = this.#extractor.generatedTokens(line) ?? asCount(at(line, 'usage', 'completion_tokens'));
    const reason = stopReason(line);
    if (reason !== undefined) this.#emit({ type: 'stop', at: this.#at, reason });
    const whole = at(line, 'generated_text');
    if (reason !== undefined || typeof whole === 'string') this.#ends = 'stated';
    // A form that has a place for it in every line fills it in one of the last lines.
    else if (this.#ends === 'unknown' && (whole === null || at(line, 'choices') !== undefined)) {
      this.#ends = 'awaited';
    }
  }

  /** A token may have no text of its own: half of a character, or the end of the answer. */
  #token(text: string): void {
    this.#tokens += 1;
    if (text === '') this.#emit({ type: 'token', at: this.#at });
    this.#emit({ type: 'text', at: this.#at, text });
  }
}

/** Reads a whole answer. If the text's path finds nothing, there is no text; that is not an error. */
export function readInvocationBody(
  body: unknown,
  stamp: number,
  emit: Emit,
  extractor: SageMakerExtractor,
): void {
  const error = containerError(body);
  if (error) emit({ type: 'error', at: stamp, error });
  const text = extractor.generatedText(body);
  if (text !== null) emit({ type: 'text', at: stamp, text });
  const beside = text ? null : besideTextIn(body);
  if (beside !== null)
    emit(beside === 'reasoning' ? { type: beside, at: stamp, text: null } : { type: beside, at: stamp });
  const reason = stopReason(body) ?? stopReason(at(body, 0));
  if (reason !== undefined) emit({ type: 'stop', at: stamp, reason });
  const outputTokens = extractor.generatedTokens(body);
  const ownReasoningTokens = reasoningCount(body);
  emit({ type: 'usage', at: stamp, ...defined({ outputTokens, ownReasoningTokens }) });
}
