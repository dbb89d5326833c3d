import type { Disposable, TreeView } from 'vscode';
import { countOf } from '../../core/format/quantities.ts';
import { setContextKey } from '../host/contextKeys.ts';
import type { Measurements } from '../measurements/measurements.ts';
import type { RunsNode } from './nodes.ts';

/** Keeps the badge of the Runs tree, and the context key for menus, up to date. */
export function showProgressOn(view: TreeView<RunsNode>, measurements: Measurements): Disposable {
  let shown = 0;
  return measurements.onDidChange(() => {
    const count = measurements.active().length;
    if (count === shown) return;
    shown = count;
    setContextKey('llmeter.running', count > 0);
    view.badge =
      count > 0 ? { value: count, tooltip: `${countOf(count, 'benchmark')} in progress` } : undefined;
  });
}
