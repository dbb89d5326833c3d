import type { ConversationTurn } from '../../core/plan/prompts/conversation.ts';
import type { ProviderError } from '../../core/request/wireEvents.ts';
import type { Exchange, PendingInvocation } from '../contract/endpoint.ts';
import { modelError } from './errors.ts';
import type { LanguageModel, ModelRequestOptions } from './languageModels.ts';
import { ModelAnswer } from './modelAnswer.ts';

/** Starts a timer and returns a function that stops it. Replaced in tests. */
export type Timer = (run: () => void, milliseconds: number) => () => void;

export interface ModelCallOptions {
  model: LanguageModel;
  messages: readonly ConversationTurn[];
  options: ModelRequestOptions;
  /** Milliseconds. */
  timeout: number;
  now: () => number;
  timer: Timer;
}

/**
 * One request to a model of the editor. The time of a part is when the editor delivers it. At that moment
 * the part is only stored; it is examined when the answer is read.
 */
export class ModelCall implements PendingInvocation {
  readonly #options: ModelCallOptions;
  readonly #done: (exchange: Exchange, error: ProviderError | null) => void;
  readonly #cancel = new AbortController();
  readonly #sentAt: number;
  readonly #parts: unknown[] = [];
  readonly #times: number[] = [];
  readonly #stopTimer: () => void;
  #over = false;

  constructor(options: ModelCallOptions, done: (exchange: Exchange, error: ProviderError | null) => void) {
    const { timeout, now, timer } = options;
    this.#options = options;
    this.#done = done;
    this.#stopTimer = timer(() => this.#giveUp('timeout', timeoutMessage(timeout)), timeout);
    this.#sentAt = now();
    void this.#run();
  }

  answering(): boolean {
    return this.#parts.length > 0;
  }

  abort(message: string): void {
    this.#giveUp('cancelled', message);
  }

  async #run(): Promise<void> {
    const { model, messages, options, now } = this.#options;
    try {
      const answer = await model.send(messages, options, this.#cancel.signal);
      for await (const part of answer) {
        const at = now();
        if (this.#over) return;
        this.#parts.push(part);
        this.#times.push(at);
      }
      this.#finish(null);
    } catch (error) {
      this.#finish(modelError(error, model.vendor));
    }
  }

  #giveUp(reason: 'timeout' | 'cancelled', message: string): void {
    if (this.#over) return;
    this.#finish({ reason, message, status: null, requestId: null, retryAfter: null });
    this.#cancel.abort();
  }

  #finish(error: ProviderError | null): void {
    if (this.#over) return;
    this.#over = true;
    this.#stopTimer();
    this.#done(
      new ModelAnswer({
        sentAt: this.#sentAt,
        endedAt: this.#options.now(),
        parts: this.#parts,
        times: this.#times,
        error,
        partOf: value => this.#options.model.partOf(value),
      }),
      error,
    );
  }
}

function timeoutMessage(timeout: number): string {
  return `The request took longer than ${timeout / 1000} s and was cancelled: raise "timeout", or ask for less.`;
}
