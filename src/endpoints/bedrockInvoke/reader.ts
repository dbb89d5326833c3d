import { awsCut, awsError } from '../aws/awsErrors.ts';
import { type AwsEvent, type AwsReader, chunkJson, framesEnd } from '../aws/eventStream.ts';
import type { Emit } from '../http/httpDialect.ts';
import { asCount, asText, at, defined, listOf } from '../http/jsonAccess.ts';
import { errorIn, serverError } from '../http/serverError.ts';
import { emitBesideText, reasoningCount } from '../jmespath/besideText.ts';
import { besideTextIn } from '../jmespath/familyText.ts';
import type { InvokeExtractor } from './extractor.ts';

/** Why a model stopped, wherever its family says so, in a whole answer or in a chunk. */
function stopReason(answer: unknown): string | undefined {
  return (
    asText(at(answer, 'choices', 0, 'finish_reason')) ??
    asText(at(answer, 'delta', 'stop_reason')) ??
    asText(at(answer, 'stop_reason')) ??
    asText(at(answer, 'completionReason'))
  );
}

const metricsKey = 'amazon-bedrock-invocationMetrics';

/** Bedrock adds its own counts to the last chunk of any model; nothing follows an exception. */
export const invokeEnd = framesEnd(events => {
  const last = events.at(-1);
  return last?.isError || at(chunkJson(last?.body), metricsKey) !== undefined ? 'over' : 'open';
});

/** Reads the chunks of an InvokeModelWithResponseStream answer (llmeter-format 1.2). */
export class InvokeStreamReader implements AwsReader {
  readonly #emit: Emit;
  readonly #extractor: InvokeExtractor;
  readonly #model: string;
  readonly #chunks: unknown[] = [];
  #failed = false;
  #stopped = false;

  constructor(emit: Emit, extractor: InvokeExtractor, model: string) {
    this.#emit = emit;
    this.#extractor = extractor;
    this.#model = model;
  }

  /** Bedrock’s own counts come with the last chunk, whatever the model. */
  get over(): boolean {
    return this.#stopped && at(this.#chunks.at(-1), metricsKey) !== undefined;
  }

  /** Chunks after an error are read as well. */
  event({ type, isError, body, at: stamp }: AwsEvent): void {
    if (isError) {
      this.#failed = true;
      this.#emit({ type: 'error', at: stamp, error: awsError('Bedrock', type, body, null) });
    } else if (type === 'chunk') {
      this.#chunk(chunkJson(body), stamp);
    }
  }

  end(stamp: number, cut: boolean): void {
    if (this.#failed || (this.#complete && !cut)) return;
    this.#emit({ type: 'error', at: stamp, error: awsCut(cut, 'a reason to stop') });
  }

  /** Emits what is known only at the end: the last id and the last counts. */
  finish(stamp: number): void {
    const newestFirst = this.#chunks.toReversed();
    const last = <T>(read: (chunk: unknown) => T | undefined): T | undefined => {
      for (const chunk of newestFirst) {
        const found = read(chunk);
        if (found !== undefined) return found;
      }
      return undefined;
    };
    const id = last(chunk => asText(at(chunk, 'id')));
    if (id !== undefined) this.#emit({ type: 'id', at: stamp, id });
    const inputTokens = last(chunk => this.#extractor.inputTokens(chunk));
    const outputTokens = last(chunk => this.#extractor.generatedTokens(chunk));
    const ownCachedInputTokens = last(chunk => asCount(at(chunk, metricsKey, 'cacheReadInputTokenCount')));
    const cacheWriteTokens = last(chunk => asCount(at(chunk, metricsKey, 'cacheWriteInputTokenCount')));
    const own = { ownCachedInputTokens, cacheWriteTokens, ownReasoningTokens: last(reasoningCount) };
    this.#emit({ type: 'usage', at: stamp, ...defined({ inputTokens, outputTokens, ...own }) });
  }

  #chunk(chunk: unknown, stamp: number): void {
    this.#chunks.push(chunk);
    const error = errorIn(chunk);
    if (error !== null) {
      this.#failed = true;
      this.#emit({ type: 'error', at: stamp, error: serverError(error) });
      return;
    }
    const text = this.#extractor.chunkText(chunk);
    if (text) this.#emit({ type: 'text', at: stamp, text });
    else emitBesideText(chunk, [this.#model, this.#toldModel], stamp, this.#emit);
    const reason = stopReason(chunk);
    if (reason === undefined) return;
    this.#stopped = true;
    this.#emit({ type: 'stop', at: stamp, reason });
  }

  /** The model as Claude names it: the ARN of an inference profile names none. */
  get #toldModel(): string {
    return asText(at(this.#chunks[0], 'message', 'model')) ?? '';
  }

  /** Bedrock's metrics come with the last chunk; chat completions always name a stop reason. */
  get #complete(): boolean {
    if (this.#stopped) return true;
    const last = this.#chunks.at(-1);
    if (at(last, metricsKey) !== undefined) return true;
    return last !== undefined && !this.#chunks.some(chunk => listOf(at(chunk, 'choices')).length > 0);
  }
}

/** Reads a whole answer. If the text's path finds nothing, there is no text; that is not an error. */
export function readInvokeBody(
  body: unknown,
  stamp: number,
  emit: Emit,
  extractor: InvokeExtractor,
  headers: ReadonlyMap<string, string>,
): void {
  const error = errorIn(body);
  if (error !== null) emit({ type: 'error', at: stamp, error: serverError(error) });
  const id = asText(at(body, 'id')) ?? headers.get('x-amzn-requestid');
  if (id !== undefined) emit({ type: 'id', at: stamp, id });
  const text = extractor.generatedText(body);
  if (text !== null) emit({ type: 'text', at: stamp, text });
  const beside = text ? null : besideTextIn(body);
  if (beside !== null)
    emit(beside === 'reasoning' ? { type: beside, at: stamp, text: null } : { type: beside, at: stamp });
  const reason = stopReason(body);
  if (reason !== undefined) emit({ type: 'stop', at: stamp, reason });
  // Bedrock counts in headers as well, whatever the model's format is.
  const inputTokens = extractor.inputTokens(body) ?? asCount(headers.get('x-amzn-bedrock-input-token-count'));
  const outputTokens =
    extractor.generatedTokens(body) ?? asCount(headers.get('x-amzn-bedrock-output-token-count'));
  const ownReasoningTokens = reasoningCount(body);
  emit({ type: 'usage', at: stamp, ...defined({ inputTokens, outputTokens, ownReasoningTokens }) });
}
