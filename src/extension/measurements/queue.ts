import * as vscode from 'vscode';
import type { EngineSession } from './measurements.ts';

/** What happens where something else is measured already: two at once disturb each other's numbers. */
export type WhenBusy = 'ask' | 'wait' | 'together';

/** What may be going on. */
interface Work {
  active(): readonly EngineSession[];
  onDidChange: vscode.Event<EngineSession>;
}

/** Lets one measurement follow another, in the order they were asked for. */
export class Turns implements vscode.Disposable {
  readonly #work: readonly Work[];
  /** Each enters, or is told that it never will. */
  readonly #waiting = new Map<() => void, (reason: Error) => void>();
  readonly #subscriptions: vscode.Disposable;

  constructor(work: readonly Work[]) {
    this.#work = work;
    this.#subscriptions = vscode.Disposable.from(
      ...work.map(({ onDidChange }) => onDidChange(() => this.#wake())),
    );
  }

  /** Calls `begin`, which starts measuring, when it may. Rejects with CancellationError if it never will. */
  async start<T>(whenBusy: WhenBusy, what: string, begin: () => T): Promise<T> {
    if (whenBusy === 'together' || !this.#isBusy()) return begin();
    if (whenBusy === 'ask' && (await this.#question(what)) === 'together') return begin();
    return this.#wait(what, begin);
  }

  /** Whoever still waits never enters. */
  dispose(): void {
    this.#subscriptions.dispose();
    for (const giveUp of this.#waiting.values()) giveUp(new vscode.CancellationError());
    this.#waiting.clear();
  }

  async #question(what: string): Promise<WhenBusy> {
    const title = this.#names();
    const options = { modal: true, detail: 'Two measurements at once disturb each other’s numbers.' };
    const wait = { title: 'Start When It Is Over' };
    const together = { title: 'Start Now Anyway' };
    const text = `“${title}” is being measured. Start ${what} now?`;
    const answer = await vscode.window.showWarningMessage(text, options, wait, together);
    if (!answer) throw new vscode.CancellationError();
    return answer === wait ? 'wait' : 'together';
  }

  /** The only sign of what waits is this notification, so it is always there and can be given up. */
  async #wait<T>(what: string, begin: () => T): Promise<T> {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: `LLMeter: ${what} starts when “${this.#names()}” is over`,
      cancellable: true,
    };
    return vscode.window.withProgress(
      options,
      (_progress, cancel) =>
        new Promise<T>((resolve, reject) => {
          const enter = () => {
            this.#waiting.delete(enter);
            try {
              resolve(begin());
            } catch (error) {
              reject(error);
            }
          };
          this.#waiting.set(enter, reject);
          cancel.onCancellationRequested(() => {
            this.#waiting.delete(enter);
            reject(new vscode.CancellationError());
          });
          this.#wake();
        }),
    );
  }

  #isBusy(): boolean {
    return this.#waiting.size > 0 || this.#active().length > 0;
  }

  #active(): readonly EngineSession[] {
    return this.#work.flatMap(work => work.active());
  }

  #names(): string {
    return this.#active()
      .map(({ title }) => title)
      .join('”, “');
  }

  /** Whoever enters is active at once, so that only one does. */
  #wake(): void {
    for (const enter of [...this.#waiting.keys()]) {
      if (this.#active().length > 0) return;
      enter();
    }
  }
}
