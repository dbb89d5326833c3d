import type * as vscode from 'vscode';
import { inertItem } from '../host/inert.ts';
import { EndpointNode } from './endpointNode.ts';
import type { EndpointStore } from './endpointStore.ts';
import type { KeyStore } from './keyStore.ts';

/** The Endpoints tree: a view of the store. */
export class EndpointTree implements vscode.TreeDataProvider<EndpointNode> {
  readonly #store: EndpointStore;
  readonly #keys: KeyStore;
  readonly onDidChangeTreeData: vscode.Event<void>;

  constructor(store: EndpointStore, keys: KeyStore) {
    this.#store = store;
    this.#keys = keys;
    this.onDidChangeTreeData = store.onDidChange;
  }

  async getChildren(node?: EndpointNode): Promise<EndpointNode[]> {
    if (node) return [];
    const endpoints = this.#store.list();
    const sources = await this.#keys.sources(endpoints);
    return endpoints.map(endpoint => new EndpointNode(endpoint, sources.get(endpoint.id) ?? 'none'));
  }

  getTreeItem(node: EndpointNode): vscode.TreeItem {
    return inertItem(node);
  }

  resolveTreeItem(item: vscode.TreeItem, node: EndpointNode): vscode.TreeItem {
    item.tooltip = node.describe();
    return item;
  }
}
