import { randomUUID } from 'node:crypto';
import { seededRandom, seedFor, shuffledOrder } from '../core/base/random.ts';
import type { Turn } from '../measure/run/interleavingTurn.ts';

/**
 * Lets arms take turns, each client for itself: one request of every arm, then the next round. Over as
 * many rounds as there are arms each is once in every place, in an order that the seed decides, so that
 * neither drift nor following a certain other favours one of them. A client waits for the arm whose turn
 * it is until that arm has left.
 */
export class Turns {
  readonly #id = randomUUID();
  readonly #arms: number;
  readonly #seats: readonly Seat[];
  readonly #ready: Promise<void>;
  #open: () => void = () => {};
  #refuse: (error: unknown) => void = () => {};
  /** Arms that may still begin. */
  readonly #expected: Set<number>;

  constructor(arms: number, clients: number, seed: number) {
    this.#arms = arms;
    this.#expected = new Set(Array.from({ length: arms }, (_, arm) => arm));
    this.#seats = Array.from(
      { length: clients },
      (_, client) => new Seat(arms, seededRandom(seedFor(seed, client))),
    );
    this.#ready = new Promise((resolve, reject) => {
      this.#open = resolve;
      this.#refuse = reject;
    });
    // An arm that never gets as far as to begin hears of no refusal.
    this.#ready.catch(() => {});
  }

  turnOf(arm: number): Turn {
    if (arm >= this.#arms) throw new RangeError(`There is no arm ${arm}.`);
    return {
      among: this.#id,
      begin: () => {
        this.#expected.delete(arm);
        if (this.#expected.size === 0) this.#open();
        return this.#ready;
      },
      take: (client, go) => {
        const seat = this.#seats[client];
        if (seat) seat.take(arm, go);
        else go();
      },
      end: (client, leaves) => this.#seats[client]?.end(arm, leaves),
    };
  }

  /** An arm ended, whatever the reason: nobody waits for it. If it never began, nobody can. */
  leave(arm: number, error?: unknown): void {
    if (this.#expected.has(arm)) this.#refuse(error);
    for (const seat of this.#seats) seat.end(arm, true);
  }
}

/** The turns of one client of every arm. */
class Seat {
  readonly #random: () => number;
  readonly #waiting: ((() => void) | null)[];
  readonly #left: boolean[];
  /** Rounds to come, and the place within the first of them. */
  #rounds: number[][] = [];
  #place = 0;
  #holder: number | null = null;

  constructor(arms: number, random: () => number) {
    this.#random = random;
    this.#waiting = new Array(arms).fill(null);
    this.#left = new Array(arms).fill(false);
  }

  take(arm: number, go: () => void): void {
    if (this.#left[arm]) {
      go();
      return;
    }
    this.#giveUp(arm);
    this.#waiting[arm] = go;
    this.#serve();
  }

  end(arm: number, leaves: boolean): void {
    this.#waiting[arm] = null;
    if (leaves) this.#left[arm] = true;
    this.#giveUp(arm);
    this.#serve();
  }

  #giveUp(arm: number): void {
    if (this.#holder !== arm) return;
    this.#holder = null;
    this.#place += 1;
  }

  #serve(): void {
    while (this.#holder === null && this.#left.includes(false)) {
      const arm = this.#next();
      if (this.#left[arm]) {
        this.#place += 1;
        continue;
      }
      const go = this.#waiting[arm];
      if (!go) return;
      this.#waiting[arm] = null;
      this.#holder = arm;
      go();
    }
  }

  #next(): number {
    for (;;) {
      const [round] = this.#rounds;
      const arm = round?.[this.#place];
      if (arm !== undefined) return arm;
      this.#rounds.shift();
      this.#place = 0;
      if (this.#rounds.length === 0) this.#rounds = latinSquare(this.#left.length, this.#random);
    }
  }
}

/** Rounds in which each arm is once in every place: a random order and its rotations, shuffled. */
function latinSquare(arms: number, random: () => number): number[][] {
  const order = [...shuffledOrder(arms, random)];
  return [...shuffledOrder(arms, random)].map(by => order.map((_, i) => order[(i + by) % arms] ?? 0));
}
