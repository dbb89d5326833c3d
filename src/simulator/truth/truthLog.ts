import type { FaultName } from '../scenario/faults.ts';

/**
 * What really happened to one request, as the server saw it. `readAt`, `firstTokenAt` and `lastTokenAt` are
 * milliseconds of the machine's monotonic clock (`process.hrtime`), which all processes of a machine share.
 * Durations are seconds since the last request byte was read. The time of a token is taken right before the write
 * that completes its event. null = it never happened.
 */
export interface Truth {
  /** The response's ID as the client sees it; null where no byte of a response was sent. */
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
  /** Whether the client left before the end of the script. */
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
    // Trimmed only now and then: copying the array for every request would cost more than the request.
    if (this.#records.length >= 2 * this.#capacity) this.#records = this.#records.slice(-this.#capacity);
  }

  all(): readonly Truth[] {
    return this.#records.slice(-this.#capacity);
  }

  clear(): void {
    this.#records = [];
  }
}
