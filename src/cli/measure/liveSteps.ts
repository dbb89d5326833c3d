import { estimateSentence } from '../../core/cost/costWords.ts';
import type { RunSnapshot } from '../../protocol/run.ts';
import type { LiveDisplay } from '../terminal/liveDisplay.ts';

/** Shows the steps of a measurement that are in progress: all sides of an A/B test, or one level after another. */
export class LiveSteps {
  readonly #display: LiveDisplay;
  readonly #newest = new Map<number, RunSnapshot>();
  readonly #estimated = new Set<string>();
  #last: RunSnapshot | null = null;

  constructor(display: LiveDisplay) {
    this.#display = display;
  }

  show(step: number, snapshot: RunSnapshot): void {
    this.#last = snapshot;
    this.#newest.set(step, snapshot);
    this.#noteEstimate(snapshot);
    const inOrder = [...this.#newest].sort(([a], [b]) => a - b);
    this.#display.show(...inOrder.map(([, newest]) => newest));
  }

  /** A step begins, and the ones before it are over. */
  begin(note: string | null): void {
    this.#newest.clear();
    if (note !== null) this.#display.note(note);
  }

  /** The newest snapshot of any step. */
  get last(): RunSnapshot | null {
    return this.#last;
  }

  get inFlight(): number {
    return [...this.#newest.values()].reduce((sum, { progress }) => sum + progress.inFlight, 0);
  }

  /** Prints the estimate of each run once, before its first request. */
  #noteEstimate({ name, cost }: RunSnapshot): void {
    if (!cost?.estimate || this.#estimated.has(name)) return;
    this.#estimated.add(name);
    const prefix = this.#newest.size > 1 ? `${name}: ` : '';
    this.#display.note(`${prefix}${estimateSentence(cost.estimate)}`);
  }
}
