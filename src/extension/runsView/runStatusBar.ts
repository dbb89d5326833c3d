import * as vscode from 'vscode';
import type { ExperimentController } from '../measurements/experimentController.ts';
import { experimentProgressText } from '../measurements/experimentTexts.ts';
import type { RunController } from '../measurements/runController.ts';
import { latencyText, progressText } from '../measurements/texts.ts';

/** One item while something is measured: how far, how fast; a click shows the panel of the newest. */
export class RunStatusBar implements vscode.Disposable {
  readonly #runs: RunController;
  readonly #experiments: ExperimentController;
  readonly #subscriptions: vscode.Disposable;
  #item: vscode.StatusBarItem | null = null;

  constructor(runs: RunController, experiments: ExperimentController) {
    this.#runs = runs;
    this.#experiments = experiments;
    this.#subscriptions = vscode.Disposable.from(
      runs.onDidChange(() => this.#update()),
      experiments.onDidChange(() => this.#update()),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#item?.dispose();
  }

  #update(): void {
    const run = this.#runs.active().at(-1);
    const experiment = this.#experiments.active().at(-1);
    const newest = experiment ?? run;
    if (!newest) {
      this.#item?.dispose();
      this.#item = null;
      return;
    }
    const { snapshot, title } = newest;
    const count = this.#runs.active().length + this.#experiments.active().length;
    const far = experiment
      ? experimentProgressText(experiment.progress)
      : snapshot
        ? progressText(snapshot)
        : 'starting';
    const parts = [count > 1 ? `${count} benchmarks` : null, far, snapshot && latencyText(snapshot)].filter(
      part => part !== null,
    );
    const item = this.#shown();
    item.text = `$(sync~spin) ${parts.join(' · ')}`;
    item.tooltip = `LLMeter: ${title} is in progress. Click to show it.`;
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
