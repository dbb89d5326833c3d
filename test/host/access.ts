import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestAccess } from '../../src/extension/extension.ts';
import type { Measurements } from '../../src/extension/measurements/measurements.ts';
import type { OutcomeOf } from '../../src/protocol/measurement.ts';
import type { MeasurementKind } from '../../src/protocol/measurementKind.ts';

/** Activates the extension and returns what it offers to tests. */
export async function access(): Promise<TestAccess> {
  const extension = vscode.extensions.getExtension<TestAccess>('llmeter.llmeter');
  assert.ok(extension, 'the extension is installed');
  return extension.activate();
}

/** A tree as nested arrays: a leaf is its text, a branch an array of its text and its children. */
export type TreeShape = string | [string, ...TreeShape[]];

/** Reads a whole tree the way VS Code does. */
export async function shapeOf<T>(tree: vscode.TreeDataProvider<T>, parent?: T): Promise<TreeShape[]> {
  const shapes: TreeShape[] = [];
  for (const node of (await tree.getChildren(parent)) ?? []) {
    const { label, collapsibleState } = await tree.getTreeItem(node);
    const text = typeof label === 'string' ? label : (label?.label ?? '');
    const isBranch = collapsibleState !== vscode.TreeItemCollapsibleState.None;
    shapes.push(isBranch ? [text, ...(await shapeOf(tree, node))] : text);
  }
  return shapes;
}

/** Removes every endpoint, so that a test starts with none. */
export async function withoutEndpoints(): Promise<TestAccess> {
  const services = await access();
  await services.endpoints.remove(services.endpoints.list());
  return services;
}

/** Resolves with the first value of the event that is `wanted`. */
export function eventually<T>(event: vscode.Event<T>, wanted: (value: T) => boolean): Promise<T> {
  return new Promise(resolve => {
    const listening = event(value => {
      if (!wanted(value)) return;
      listening.dispose();
      resolve(value);
    });
  });
}

/** The outcome of a measurement in progress, when it has ended. */
export async function endOf<K extends MeasurementKind>(
  measurements: Measurements,
  id: string,
): Promise<OutcomeOf<K>> {
  const { outcome } = await eventually(
    measurements.onDidChange,
    measurement => measurement.id === id && !measurements.get(id),
  );
  assert.ok(outcome, 'it ended with an outcome');
  return outcome as OutcomeOf<K>;
}
