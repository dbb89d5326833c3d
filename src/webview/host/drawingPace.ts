/** Drawing may cost this share of a core: what is measured runs on the same machine. */
const share = 0.05;
/** Milliseconds that drawing usually costs. The first drawings cost more, because everything is made. */
const usual = 25;

/**
 * Decides how long to rest after drawing, in milliseconds. Drawing seems expensive while other processes have the
 * processor, so the cheapest of the last few counts.
 */
export class DrawingPace {
  readonly #costs = [usual, usual, usual, usual];

  restAfter(cost: number): number {
    this.#costs.shift();
    this.#costs.push(cost);
    return Math.min(...this.#costs) * (1 / share - 1);
  }
}
