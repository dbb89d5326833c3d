import type { ProviderError, WireEvent } from '../../core/request/wireEvents.ts';
import { noWireFacts, type WireFacts } from '../../core/request/wireFacts.ts';
import type { Exchange } from '../contract/endpoint.ts';
import type { ModelPart } from './languageModels.ts';

export interface AnswerFacts {
  sentAt: number;
  endedAt: number;
  /** What the editor handed over, and when: two lists of one length. */
  parts: readonly unknown[];
  times: readonly number[];
  error: ProviderError | null;
  partOf(value: unknown): ModelPart;
}

/** What a model of the editor answered. Of connections, statuses and request ids the editor tells nothing. */
export class ModelAnswer implements Exchange {
  readonly wire: WireFacts;
  readonly #facts: AnswerFacts;
  /** Never sent again unasked: each request may cost the user's quota, or be a question to the user. */
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
