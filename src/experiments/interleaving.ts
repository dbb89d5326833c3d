import { randomUUID } from 'node:crypto';
import { seededRandom, seedFor, shuffledOrder } from '../core/base/random.ts';
import type { InterleavingTurn } from '../measure/run/interleavingTurn.ts';

/**
 * Decides the order in which sides send. Each client sends one request of every side, then starts the next
 * round. Over as many rounds as there are sides, each side stands once in every place. The seed decides the
 * order, so that neither drift nor the preceding side favours one of them. A client waits for the side whose
 * turn it is until that side leaves.
 */
export class Interleaving {
  readonly #id = randomUUID();
  readonly #sides: number;
  readonly #seats: readonly Seat[];
  readonly #ready: Promise<void>;
  #open: () => void = () => {};
  #refuse: (error: unknown) => void = () => {};
  /** Sides that have not begun yet. */
  readonly #expected: Set<number>;

  constructor(sides: number, clients: number, seed: number) {
    this.#sides = sides;
    this.#expected = new Set(Array.from({ length: sides }, (_, side) => side));
    this.#seats = Array.from(
      { length: clients },
      (_, client) => new Seat(sides, seededRandom(seedFor(seed, client))),
    );
    this.#ready = new Promise((resolve, reject) => {
      this.#open = resolve;
      this.#refuse = reject;
    });
    // A side that never begins does not wait for this promise.
    this.#ready.catch(() => {});
  }

  turnOf(side: number): InterleavingTurn {
    if (side >= this.#sides) throw new RangeError(`There is no side ${side}.`);
    return {
      among: this.#id,
      begin: () => {
        this.#expected.delete(side);
        if (this.#expected.size === 0) this.#open();
        return this.#ready;
      },
      take: (client, go) => {
        const seat = this.#seats[client];
        if (seat) seat.take(side, go);
        else go();
      },
      end: (client, leaves) => this.#seats[client]?.end(side, leaves),
    };
  }

  /** A side ended, for whatever reason. Nobody waits for it; if it never began, no side can begin. */
  leave(side: number, error?: unknown): void {
    if (this.#expected.has(side)) this.#refuse(error);
    for (const seat of this.#seats) seat.end(side, true);
  }
}

/** The turns of one client, over all sides. */
class Seat {
  readonly #random: () => number;
  readonly #waiting: ((() => void) | null)[];
  readonly #left: boolean[];
  /** Rounds still to come, and the place within the first of them. */
  #rounds: number[][] = [];
  #place = 0;
  #holder: number | null = null;

  constructor(sides: number, random: () => number) {
    this.#random = random;
    this.#waiting = new Array(sides).fill(null);
    this.#left = new Array(sides).fill(false);
  }

  take(side: number, go: () => void): void {
    if (this.#left[side]) {
      go();
      return;
    }
    this.#giveUp(side);
    this.#waiting[side] = go;
    this.#serve();
  }

  end(side: number, leaves: boolean): void {
    this.#waiting[side] = null;
    if (leaves) this.#left[side] = true;
    this.#giveUp(side);
    this.#serve();
  }

  #giveUp(side: number): void {
    if (this.#holder !== side) return;
    this.#holder = null;
    this.#place += 1;
  }

  #serve(): void {
    while (this.#holder === null && this.#left.includes(false)) {
      const side = this.#next();
      if (this.#left[side]) {
        this.#place += 1;
        continue;
      }
      const go = this.#waiting[side];
      if (!go) return;
      this.#waiting[side] = null;
      this.#holder = side;
      go();
    }
  }

  #next(): number {
    for (;;) {
      const [round] = this.#rounds;
      const side = round?.[this.#place];
      if (side !== undefined) return side;
      this.#rounds.shift();
      this.#place = 0;
      if (this.#rounds.length === 0) this.#rounds = latinSquare(this.#left.length, this.#random);
    }
  }
}

/** Rounds in which each side is once in every place: a random order and its rotations, shuffled. */
function latinSquare(sides: number, random: () => number): number[][] {
  const order = [...shuffledOrder(sides, random)];
  return [...shuffledOrder(sides, random)].map(by => order.map((_, i) => order[(i + by) % sides] ?? 0));
}
