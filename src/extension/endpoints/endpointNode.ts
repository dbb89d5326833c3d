import * as vscode from 'vscode';
import { kindOf } from '../../endpoints/kinds.ts';
import { keyVariableOf } from '../../endpoints/shared/servers.ts';
import { factList } from '../host/factList.ts';
import type { KeySource } from './keyStore.ts';
import {
  endpointIcon,
  endpointLabel,
  isSimulated,
  needsNoKey,
  originOf,
  placeOf,
  type SavedEndpoint,
} from './savedEndpoint.ts';

/** A line of the Endpoints tree. */
export class EndpointNode extends vscode.TreeItem {
  readonly endpoint: SavedEndpoint;
  readonly keySource: KeySource;

  constructor(endpoint: SavedEndpoint, keySource: KeySource) {
    const { config } = endpoint;
    super(endpointLabel(config), vscode.TreeItemCollapsibleState.None);
    const place = placeOf(config);
    this.endpoint = endpoint;
    this.keySource = keySource;
    this.id = endpoint.id;
    this.description = config.name === undefined ? place : `${config.model} · ${place}`;
    this.iconPath = new vscode.ThemeIcon(endpointIcon(config));
    this.contextValue = keySource === 'saved' ? 'endpoint savedKey' : 'endpoint';
    this.accessibilityInformation = { label: `${endpointLabel(config)}, ${config.model} at ${place}` };
  }

  /** The tooltip, which the tree asks for only when it shows it. */
  describe(): vscode.MarkdownString {
    const { config } = this.endpoint;
    return factList([
      ['Model', config.model],
      ['API', kindOf(config.kind).label],
      [
        'Address',
        isSimulated(config) ? 'Built-in simulator' : (config.baseUrl ?? originOf(config) ?? placeOf(config)),
      ],
      ['Streaming', config.stream ? 'yes' : 'no'],
      ['API key', this.#describeKey()],
    ]);
  }

  #describeKey(): string {
    const { config } = this.endpoint;
    const variable = keyVariableOf(kindOf(config.kind), config);
    switch (this.keySource) {
      case 'saved':
        return 'saved in this editor';
      case 'variable':
        return `from ${variable}`;
      case 'profile':
        return `AWS profile ${'profile' in config ? config.profile : ''}`;
      case 'machine':
        return 'this machine’s AWS credentials';
      case 'none':
        if (needsNoKey(config)) return 'not needed';
        return variable === null ? 'none' : `none (${variable} is not set)`;
    }
  }
}
