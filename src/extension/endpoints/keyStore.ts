import type { SecretStorage } from 'vscode';
import { type EndpointConfig, kindOf } from '../../endpoints/kinds.ts';
import { isReachedWithAws, keyVariableOf } from '../../endpoints/shared/servers.ts';
import type { Secrets } from '../../protocol/start.ts';
import { isSimulated, originOf, type SavedEndpoint } from './savedEndpoint.ts';

const prefix = 'key/';

/** Where an endpoint's key comes from; `machine` = where the AWS tools of this machine find credentials. */
export type KeySource = 'saved' | 'variable' | 'profile' | 'machine' | 'none';

/**
 * Keys in the editor's secret storage. Each is bound to one endpoint and one origin: if the base URL of an
 * endpoint changes to another origin, the user is asked for the key again.
 */
export class KeyStore {
  readonly #secrets: SecretStorage;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(secrets: SecretStorage, environment: NodeJS.ProcessEnv) {
    this.#secrets = secrets;
    this.#environment = environment;
  }

  async set(endpoint: SavedEndpoint, { apiKey, aws }: Secrets): Promise<void> {
    const name = secretName(endpoint);
    const kept: Secrets = { ...(apiKey && { apiKey: apiKey.trim() }), ...(aws && { aws }) };
    if (name !== null) await this.#secrets.store(name, JSON.stringify(kept));
  }

  /** Deletes every key of the endpoint, or only those for other origins than its present one. */
  async remove(endpoint: SavedEndpoint, which: 'all' | 'ofOtherOrigins' = 'all'): Promise<void> {
    const kept = which === 'all' ? null : secretName(endpoint);
    for (const name of await this.#secrets.keys()) {
      if (name.startsWith(`${prefix}${endpoint.id}/`) && name !== kept) await this.#secrets.delete(name);
    }
  }

  /** The secrets saved for the endpoint's present origin. */
  async saved(endpoint: SavedEndpoint): Promise<Secrets | undefined> {
    const name = secretName(endpoint);
    const text = name === null ? undefined : await this.#secrets.get(name);
    return text === undefined ? undefined : JSON.parse(text);
  }

  /** The secrets for the engine. Without a saved key it looks at the environment. */
  async secretsFor(endpoint: SavedEndpoint): Promise<Secrets> {
    const saved = await this.saved(endpoint);
    const origin = originOf(endpoint.config);
    return saved === undefined ? {} : { ...saved, ...(origin !== null && { boundTo: origin }) };
  }

  /** Where the key of each endpoint comes from. Reads no key. */
  async sources(endpoints: readonly SavedEndpoint[]): Promise<Map<string, KeySource>> {
    const names = new Set(await this.#secrets.keys());
    return new Map(
      endpoints.map(endpoint => {
        const name = secretName(endpoint);
        if (name !== null && names.has(name)) return [endpoint.id, 'saved'];
        return [endpoint.id, sourceWithoutSaved(endpoint.config, this.#environment)];
      }),
    );
  }
}

function sourceWithoutSaved(config: EndpointConfig, environment: NodeJS.ProcessEnv): KeySource {
  if ('profile' in config && config.profile !== undefined) return 'profile';
  const kind = kindOf(config.kind);
  const variable = keyVariableOf(kind, config);
  if (variable !== null && environment[variable]) return 'variable';
  return isReachedWithAws(kind, config) && !isSimulated(config) ? 'machine' : 'none';
}

function secretName({ id, config }: SavedEndpoint): string | null {
  const origin = originOf(config);
  return origin === null ? null : `${prefix}${id}/${origin}`;
}
