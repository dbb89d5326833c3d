import type { FaultName } from '../scenario/faults.ts';

/**
 * What really happened to one request, as the server saw it. `readAt`, `firstTokenAt` and
 * `lastTokenAt` are milliseconds of the machine's monotonic clock (`process.hrtime`), which all
 * processes of a machine share; durations are seconds from the last request byte read. A token's
 * time is taken right before the write that completes its event. null = it never happened.
 */
export interface Truth {
  /** The answer's id as the client sees it; null where no byte of an answer was sent. */
  readonly id: string | null;
  readonly dialect: string;
  readonly scenario: string;
  /** Counts the scenario's requests from 1. */
  readonly requestNumber: number;
  readonly streamed: boolean;
  readonly readAt: number;
  readonly firstTokenAt: number | null;
  readonly lastTokenAt: number | null;
  /** To the first token of visible text. */
  readonly ttft: number | null;
  /** To the last token of visible text. */
  readonly ttlt: number | null;
  /** To the first generated token of any kind. */
  readonly anyTtft: number | null;
  /** Tokens of visible text written. */
  readonly tokens: number;
  readonly fault: FaultName | null;
  /** Whether the client left before the script was over. */
  readonly aborted: boolean;
}

/** The last `capacity` requests, oldest first. */
export class TruthLog {
  readonly #capacity: number;
  #records: Truth[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(record: Truth): void {
    this.#records.push(record);
    // Cut only now and then: moving the array for every request would cost more than the request.
    if (this.#records.length >= 2 * this.#capacity) this.#records = this.#records.slice(-this.#capacity);
  }

  all(): readonly Truth[] {
    return this.#records.slice(-this.#capacity);
  }

  clear(): void {
    this.#records = [];
  }
}
