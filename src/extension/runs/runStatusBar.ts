import * as vscode from 'vscode';
import type { RunController } from './runController.ts';
import { latencyText, progressText } from './runTexts.ts';

/** One item while benchmarks are in progress: how far, how fast; a click shows the newest one's panel. */
export class RunStatusBar implements vscode.Disposable {
  readonly #runs: RunController;
  readonly #subscription: vscode.Disposable;
  #item: vscode.StatusBarItem | null = null;

  constructor(runs: RunController) {
    this.#runs = runs;
    this.#subscription = runs.onDidChange(() => this.#update());
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item?.dispose();
  }

  #update(): void {
    const active = this.#runs.active();
    const newest = active.at(-1);
    if (!newest) {
      this.#item?.dispose();
      this.#item = null;
      return;
    }
    const { snapshot } = newest;
    const parts = [
      active.length > 1 ? `${active.length} benchmarks` : null,
      snapshot ? progressText(snapshot) : 'starting',
      snapshot && latencyText(snapshot),
    ].filter(part => part !== null);
    const item = this.#shown();
    item.text = `$(sync~spin) ${parts.join(' · ')}`;
    item.tooltip = `LLMeter: ${snapshot?.name ?? 'benchmark'} is in progress. Click to show it.`;
    item.accessibilityInformation = { label: `LLMeter benchmark: ${parts.join(', ')}`, role: 'button' };
  }

  #shown(): vscode.StatusBarItem {
    if (this.#item) return this.#item;
    const item = vscode.window.createStatusBarItem('llmeter.run', vscode.StatusBarAlignment.Left, 10);
    item.name = 'LLMeter Benchmark';
    // Without arguments: a command object would be replaced, and a click on the old one lost, at each update.
    item.command = 'llmeter.run.open';
    item.show();
    this.#item = item;
    return item;
  }
}
