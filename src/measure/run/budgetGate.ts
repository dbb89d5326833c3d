import type { RequestPhase } from '../../core/request/trace.ts';
import type { SpendingMeter } from './spendingMeter.ts';

type Meter = Pick<SpendingMeter, 'admit' | 'refuse' | 'withdraw'>;

interface Waiting {
  payload: number;
  phase: RequestPhase;
  isWanted: () => boolean;
  resolve: (admitted: boolean) => void;
}

/**
 * Decides whether a request may be sent. One that might exceed the budget waits, because those in flight
 * probably cost less than their maximum. It is refused if it does not fit when none is in flight.
 */
export class BudgetGate {
  readonly #meter: Meter;
  /** In the order in which they came: a small request does not overtake a large one for ever. */
  readonly #waiting: Waiting[] = [];
  /** Requests that were admitted and have not been settled. */
  #open = 0;
  #refused = false;
  #closed = false;

  constructor(meter: Meter) {
    this.#meter = meter;
  }

  /** Whether the budget kept a client from sending. */
  get refused(): boolean {
    return this.#refused;
  }

  /** `isWanted`: whether the request would still be sent, asked again after a wait. */
  admit(payload: number, phase: RequestPhase, isWanted: () => boolean): boolean | Promise<boolean> {
    if (this.#closed) return false;
    if (this.#waiting.length === 0) {
      const admitted = this.#decide(payload, phase);
      if (admitted !== null) return admitted;
    }
    return new Promise(resolve => this.#waiting.push({ payload, phase, isWanted, resolve }));
  }

  /** An admitted request has ended and its cost is counted. */
  settled(): void {
    this.#open -= 1;
    this.#serve();
  }

  /** An admitted request will not be sent after all. */
  withdraw(payload: number): void {
    this.#meter.withdraw(payload);
    this.settled();
  }

  /** Nothing more is sent: nobody waits any longer. */
  close(): void {
    this.#closed = true;
    for (const { resolve } of this.#waiting.splice(0)) resolve(false);
  }

  #serve(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const admitted = next.isWanted() ? this.#decide(next.payload, next.phase) : false;
      if (admitted === null) return;
      this.#waiting.shift();
      next.resolve(admitted);
    }
  }

  /** null = not now, but perhaps when a request has ended. */
  #decide(payload: number, phase: RequestPhase): boolean | null {
    if (this.#meter.admit(payload, phase)) {
      this.#open += 1;
      return true;
    }
    if (this.#open > 0) return null;
    this.#refused = true;
    this.#meter.refuse();
    return false;
  }
}
