import type { Usage } from '../../core/request/wireEvents.ts';
import { awsCut, awsError } from '../aws/awsErrors.ts';
import { type AwsEvent, type AwsReader, framesEnd } from '../aws/eventStream.ts';
import type { Emit } from '../http/httpDialect.ts';
import { asCount, asText, at, defined, listOf } from '../http/jsonAccess.ts';
import { errorIn, serverError } from '../http/serverError.ts';

/** Input tokens exclude those read from a cache. Both are kept as reported (llmeter-format 1.0). */
function readUsage(usage: unknown): Usage {
  return defined({
    inputTokens: asCount(at(usage, 'inputTokens')),
    outputTokens: asCount(at(usage, 'outputTokens')),
    cachedInputTokens: asCount(at(usage, 'cacheReadInputTokens')),
    cacheWriteTokens: asCount(at(usage, 'cacheWriteInputTokens')),
  });
}

/** The rules of ConverseStream for the end of a stream: nothing follows the metadata or an exception. */
export const converseEnd = framesEnd(events => {
  const last = events.at(-1);
  return last?.isError || last?.type === 'metadata' ? 'over' : 'open';
});

/** Reads the events of a ConverseStream answer (llmeter-format 1.1). */
export class ConverseStreamReader implements AwsReader {
  readonly #emit: Emit;
  readonly #summarised: boolean;
  #usage: Usage = {};
  #failed = false;
  #complete = false;
  #counted = false;

  /** `summarised`: reasoning arrives as a summary, so that its text is not what was counted. */
  constructor(emit: Emit, summarised: boolean) {
    this.#emit = emit;
    this.#summarised = summarised;
  }

  /** The metadata are the last event; an exception is one as well. */
  get over(): boolean {
    return this.#failed || (this.#complete && this.#counted);
  }

  event({ type, isError, body, at: stamp }: AwsEvent): void {
    if (this.#failed) return;
    if (isError) {
      this.#failed = true;
      this.#emit({ type: 'error', at: stamp, error: awsError('Bedrock', type, body, null) });
      return;
    }
    switch (type) {
      case 'contentBlockDelta':
        this.#delta(at(body, 'delta'), stamp);
        return;
      case 'contentBlockStop':
        this.#emit({ type: 'blockEnd', at: stamp });
        return;
      case 'messageStop': {
        this.#complete = true;
        const reason = asText(at(body, 'stopReason'));
        if (reason) this.#emit({ type: 'stop', at: stamp, reason });
        return;
      }
      case 'metadata':
        this.#counted = true;
        this.#addUsage(readUsage(at(body, 'usage')));
        this.#emit({ type: 'usage', at: stamp, ...this.#usage });
        return;
      default:
    }
  }

  end(stamp: number, cut: boolean): void {
    if (this.#failed || (this.#complete && !cut)) return;
    this.#emit({ type: 'error', at: stamp, error: awsCut(cut, 'messageStop') });
  }

  #delta(delta: unknown, stamp: number): void {
    const text = at(delta, 'text');
    if (text !== undefined) {
      if (typeof text !== 'string') throw new Error('the text of a contentBlockDelta is not a string');
      if (text !== '') this.#emit({ type: 'text', at: stamp, text });
      return;
    }
    const reasoning = at(delta, 'reasoningContent');
    if (reasoning !== undefined && at(reasoning, 'signature') !== undefined) {
      this.#emit({ type: 'reasoningProof', at: stamp });
    } else if (reasoning !== undefined) {
      const words = this.#summarised ? null : (asText(at(reasoning, 'text')) ?? null);
      this.#emit({ type: 'reasoning', at: stamp, text: words });
    } else if (at(delta, 'toolUse') !== undefined) {
      this.#emit({ type: 'toolCall', at: stamp });
    } else if (at(delta, 'image') !== undefined || at(delta, 'audio') !== undefined) {
      this.#emit({ type: 'media', at: stamp });
    }
  }

  /** Counts of several metadata events add up. */
  #addUsage(more: Usage): void {
    const sum = { ...this.#usage };
    for (const key of ['inputTokens', 'outputTokens', 'cachedInputTokens', 'cacheWriteTokens'] as const) {
      const count = more[key];
      if (count !== undefined) sum[key] = (sum[key] ?? 0) + count;
    }
    this.#usage = sum;
  }
}

/** Reads a whole Converse answer: its text blocks joined, without other blocks. */
export function readConverseBody(body: unknown, stamp: number, emit: Emit): void {
  const error = errorIn(body);
  if (error !== null) {
    emit({ type: 'error', at: stamp, error: serverError(error) });
    return;
  }
  const content = at(body, 'output', 'message', 'content');
  if (content === undefined) throw new Error('there is no output.message.content');
  const texts = listOf(content).map(block => asText(at(block, 'text')) ?? '');
  const text = texts.join('');
  emit({ type: 'text', at: stamp, text });
  if (text === '') emitBesideText(listOf(content), stamp, emit);
  const reason = asText(at(body, 'stopReason'));
  if (reason) emit({ type: 'stop', at: stamp, reason });
  emit({ type: 'usage', at: stamp, ...readUsage(at(body, 'usage')) });
}

/** What a whole answer without text holds instead. */
function emitBesideText(blocks: readonly unknown[], stamp: number, emit: Emit): void {
  const has = (member: string) => blocks.some(block => at(block, member) !== undefined);
  if (has('toolUse')) emit({ type: 'toolCall', at: stamp });
  else if (has('image') || has('audio') || has('video')) emit({ type: 'media', at: stamp });
  else if (has('reasoningContent')) emit({ type: 'reasoning', at: stamp, text: null });
}
