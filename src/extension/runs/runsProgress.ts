import type { Disposable, TreeView } from 'vscode';
import { countOf } from '../../core/format/quantities.ts';
import { setContextKey } from '../host/contextKeys.ts';
import type { RunController } from './runController.ts';
import type { RunsNode } from './runNodes.ts';

/** Keeps the badge of the Runs tree, and what menus know, in step with the number of runs in progress. */
export function showProgressOn(view: TreeView<RunsNode>, runs: RunController): Disposable {
  let shown = 0;
  return runs.onDidChange(() => {
    const count = runs.active().length;
    if (count === shown) return;
    shown = count;
    setContextKey('llmeter.running', count > 0);
    view.badge =
      count > 0 ? { value: count, tooltip: `${countOf(count, 'benchmark')} in progress` } : undefined;
  });
}
