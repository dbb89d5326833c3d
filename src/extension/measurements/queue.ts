import * as vscode from 'vscode';
import { shownLine } from '../../core/format/shownText.ts';
import { showWarningMessage } from '../host/inert.ts';
import type { Measurements } from './measurements.ts';

/** What to do if something is being measured already: two measurements distort each other's results. */
export type WhenBusy = 'ask' | 'wait' | 'together';

/** Starts measurements one after another, in the order of their requests. */
export class MeasurementQueue implements vscode.Disposable {
  readonly #measurements: Pick<Measurements, 'active' | 'onDidChange'>;
  /** Starts each waiting measurement, with a function that gives it up instead. */
  readonly #waiting = new Map<() => void, (reason: Error) => void>();
  readonly #subscription: vscode.Disposable;

  constructor(measurements: Pick<Measurements, 'active' | 'onDidChange'>) {
    this.#measurements = measurements;
    this.#subscription = measurements.onDidChange(() => this.#startNext());
  }

  /** Calls `begin`, which starts to measure, when nothing else is measured. Rejects with CancellationError if given up. */
  async start<T>(whenBusy: WhenBusy, title: string, begin: () => T): Promise<T> {
    if (whenBusy === 'together' || !this.#isBusy()) return begin();
    if (whenBusy === 'ask' && (await this.#ask(title)) === 'together') return begin();
    return this.#wait(title, begin);
  }

  /** Gives up what still waits. */
  dispose(): void {
    this.#subscription.dispose();
    for (const giveUp of this.#waiting.values()) giveUp(new vscode.CancellationError());
    this.#waiting.clear();
  }

  async #ask(title: string): Promise<WhenBusy> {
    const options = {
      modal: true,
      detail: 'Two measurements at the same time distort each other’s results.',
    };
    const wait = { title: 'Start After It Ends' };
    const together = { title: 'Start Now Anyway' };
    const text = `Still in progress: ${this.#activeTitles()}. Start “${title}” now?`;
    const answer = await showWarningMessage(text, options, wait, together);
    if (!answer) throw new vscode.CancellationError();
    return answer === wait ? 'wait' : 'together';
  }

  /** Only this notification shows what waits, so it stays until the start and can be cancelled. */
  async #wait<T>(title: string, begin: () => T): Promise<T> {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: shownLine(`LLMeter: “${title}” starts after ${this.#activeTitles()}`),
      cancellable: true,
    };
    return vscode.window.withProgress(
      options,
      (_progress, cancel) =>
        new Promise<T>((resolve, reject) => {
          const start = () => {
            this.#waiting.delete(start);
            try {
              resolve(begin());
            } catch (error) {
              reject(error);
            }
          };
          this.#waiting.set(start, reject);
          cancel.onCancellationRequested(() => {
            this.#waiting.delete(start);
            reject(new vscode.CancellationError());
          });
          this.#startNext();
        }),
    );
  }

  #isBusy(): boolean {
    return this.#waiting.size > 0 || this.#measurements.active().length > 0;
  }

  #activeTitles(): string {
    const titles = this.#measurements.active().map(({ title }) => `“${title}”`);
    return titles.join(', ');
  }

  /** A started measurement is active at once, so only one of those that wait starts. */
  #startNext(): void {
    for (const start of [...this.#waiting.keys()]) {
      if (this.#measurements.active().length > 0) return;
      start();
    }
  }
}
