import * as vscode from 'vscode';
import { countOf } from '../../core/format/quantities.ts';
import { shownLine } from '../../core/format/shownText.ts';
import { Throttle } from '../host/throttle.ts';
import type { Measurements } from '../measurements/measurements.ts';
import { latencyText } from '../measurements/runTexts.ts';
import { progressText } from '../measurements/texts.ts';

/** Milliseconds: each new text costs the editor a layout. */
const quietMilliseconds = 1000;

/** A status bar item while something is measured: how far and how fast. A click opens the newest panel. */
export class RunStatusBar implements vscode.Disposable {
  readonly #measurements: Measurements;
  readonly #subscription: vscode.Disposable;
  readonly #throttle = new Throttle(() => this.#update(), quietMilliseconds);
  #active = 0;
  #item: vscode.StatusBarItem | null = null;

  constructor(measurements: Measurements) {
    this.#measurements = measurements;
    this.#subscription = measurements.onDidChange(() => this.#follow());
  }

  dispose(): void {
    this.#throttle.dispose();
    this.#subscription.dispose();
    this.#item?.dispose();
  }

  /** A start and an end are shown at once. */
  #follow(): void {
    const { length } = this.#measurements.active();
    if (length === this.#active) {
      this.#throttle.call();
      return;
    }
    this.#active = length;
    this.#throttle.runNow();
  }

  #update(): void {
    const active = this.#measurements.active();
    const newest = active.at(-1);
    if (!newest) {
      this.#item?.dispose();
      this.#item = null;
      return;
    }
    const { snapshot, title } = newest;
    const parts = [
      active.length > 1 ? countOf(active.length, 'benchmark') : null,
      progressText(newest),
      snapshot && latencyText(snapshot),
    ].filter(part => part !== null);
    const item = this.#shown();
    item.text = `$(sync~spin) ${parts.join(' · ')}`;
    item.tooltip = `LLMeter: “${shownLine(title)}” is in progress. Click to show it.`;
    item.accessibilityInformation = { label: `LLMeter benchmark: ${parts.join(', ')}`, role: 'button' };
  }

  #shown(): vscode.StatusBarItem {
    if (this.#item) return this.#item;
    const item = vscode.window.createStatusBarItem('llmeter.run', vscode.StatusBarAlignment.Left, 10);
    item.name = 'LLMeter Benchmark';
    // A command object would be replaced by each update, and a click on the old one would be lost.
    item.command = 'llmeter.run.open';
    item.show();
    this.#item = item;
    return item;
  }
}
