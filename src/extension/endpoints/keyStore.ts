import type { SecretStorage } from 'vscode';
import { keyVariableOf } from '../../endpoints/kinds.ts';
import type { Secrets } from '../../protocol/engine.ts';
import { originOf, type SavedEndpoint } from './savedEndpoint.ts';

const prefix = 'key/';

/** Where an endpoint's key comes from. */
export type KeySource = 'saved' | 'variable' | 'none';

/**
 * API keys in the editor's secret storage, each bound to one endpoint and one origin: after the base
 * URL of an endpoint changed to another origin, its key is not found any more and is asked for again.
 */
export class KeyStore {
  readonly #secrets: SecretStorage;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(secrets: SecretStorage, environment: NodeJS.ProcessEnv) {
    this.#secrets = secrets;
    this.#environment = environment;
  }

  async set(endpoint: SavedEndpoint, apiKey: string): Promise<void> {
    const name = secretName(endpoint);
    if (name !== null) await this.#secrets.store(name, apiKey.trim());
  }

  /** Forgets every key of the endpoint, or only those of other origins than its present one. */
  async remove(endpoint: SavedEndpoint, which: 'all' | 'ofOtherOrigins' = 'all'): Promise<void> {
    const kept = which === 'all' ? null : secretName(endpoint);
    for (const name of await this.#secrets.keys()) {
      if (name.startsWith(`${prefix}${endpoint.id}/`) && name !== kept) await this.#secrets.delete(name);
    }
  }

  /** The saved key for the endpoint's present origin. */
  async saved(endpoint: SavedEndpoint): Promise<string | undefined> {
    const name = secretName(endpoint);
    return name === null ? undefined : this.#secrets.get(name);
  }

  /** What the engine is handed to call this endpoint; without a saved key it looks at the environment. */
  async secretsFor(endpoint: SavedEndpoint): Promise<Secrets> {
    const apiKey = await this.saved(endpoint);
    return apiKey === undefined ? {} : { apiKey };
  }

  /** Tells for each endpoint where its key comes from, without reading any key. */
  async sources(endpoints: readonly SavedEndpoint[]): Promise<Map<string, KeySource>> {
    const names = new Set(await this.#secrets.keys());
    return new Map(
      endpoints.map(endpoint => {
        const name = secretName(endpoint);
        if (name !== null && names.has(name)) return [endpoint.id, 'saved'];
        const variable = keyVariableOf(endpoint.config);
        return [endpoint.id, variable !== null && this.#environment[variable] ? 'variable' : 'none'];
      }),
    );
  }
}

function secretName({ id, config }: SavedEndpoint): string | null {
  const origin = originOf(config);
  return origin === null ? null : `${prefix}${id}/${origin}`;
}
