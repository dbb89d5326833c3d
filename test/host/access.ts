import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestAccess } from '../../src/extension/extension.ts';

/** Activates the extension and gives what it offers to tests. */
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

/** Resolves with the first value of the event that the test wants. */
export function eventually<T>(event: vscode.Event<T>, wanted: (value: T) => boolean): Promise<T> {
  return new Promise(resolve => {
    const listening = event(value => {
      if (!wanted(value)) return;
      listening.dispose();
      resolve(value);
    });
  });
}
