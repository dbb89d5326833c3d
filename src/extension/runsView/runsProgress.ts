import { Disposable, type TreeView } from 'vscode';
import { countOf } from '../../core/format/quantities.ts';
import { setContextKey } from '../host/contextKeys.ts';
import type { ExperimentController } from '../measurements/experimentController.ts';
import type { RunController } from '../measurements/runController.ts';
import type { RunsNode } from './nodes.ts';

/** Keeps the badge of the Runs tree, and what menus know, in step with the number of things in progress. */
export function showProgressOn(
  view: TreeView<RunsNode>,
  runs: RunController,
  experiments: ExperimentController,
): Disposable {
  let shown = 0;
  const update = () => {
    const count = runs.active().length + experiments.active().length;
    if (count === shown) return;
    shown = count;
    setContextKey('llmeter.running', count > 0);
    view.badge =
      count > 0 ? { value: count, tooltip: `${countOf(count, 'benchmark')} in progress` } : undefined;
  };
  return Disposable.from(runs.onDidChange(update), experiments.onDidChange(update));
}
