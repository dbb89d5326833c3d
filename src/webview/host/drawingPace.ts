/** Drawing may cost this share of a core: what is measured runs on the same machine. */
const share = 0.05;

/** Decides how long to rest after drawing, in milliseconds. One expensive drawing is no reason to pause, two are. */
export class DrawingPace {
  /** What most panels cost. The first drawing costs more, because everything is made. */
  #last = 25;

  restAfter(cost: number): number {
    const usual = Math.min(cost, this.#last);
    this.#last = cost;
    return usual * (1 / share - 1);
  }
}
