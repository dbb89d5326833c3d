import type { ProviderError, WireEvent } from '../../core/request/wireEvents.ts';
import { noWireFacts, type WireFacts } from '../../core/request/wireFacts.ts';
import type { Exchange } from '../contract/endpoint.ts';
import type { ModelPart } from './languageModels.ts';

export interface AnswerFacts {
  sentAt: number;
  endedAt: number;
  /** The parts that the editor delivered, and their times: two lists of the same length. */
  parts: readonly unknown[];
  times: readonly number[];
  error: ProviderError | null;
  partOf(value: unknown): ModelPart;
}

/** The answer of a model of the editor, which reports no connections, statuses or request ids. */
export class ModelAnswer implements Exchange {
  readonly wire: WireFacts;
  readonly #facts: AnswerFacts;
  /** Never retried: each request may use up the user's quota, or ask the user a question. */
  readonly retryable = null;

  constructor(facts: AnswerFacts) {
    const { sentAt, endedAt } = facts;
    this.#facts = facts;
    this.wire = { ...noWireFacts(), sentAt, endedAt, retries: 0 };
  }

  read(emit: (event: WireEvent) => void): void {
    const { parts, times, partOf, error, endedAt } = this.#facts;
    for (const [i, value] of parts.entries()) {
      const at = times[i] ?? endedAt;
      const part = partOf(value);
      if (part.type === 'text' || part.type === 'reasoning') emit({ type: part.type, at, text: part.text });
      else if (part.type === 'toolCall') emit({ type: 'toolCall', at });
    }
    if (error) emit({ type: 'error', at: endedAt, error });
    else emit({ type: 'end', at: endedAt, wholeBody: false });
  }
}
