import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import type { Secrets } from '../../protocol/start.ts';
import type { KeyStore } from './keyStore.ts';
import { checkEndpoint, endpointLabel, type SavedEndpoint } from './savedEndpoint.ts';

const stateKey = 'endpoints';

/** The user's endpoints, in the order they were added. VS Code syncs them, without any key. */
export class EndpointStore implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #keys: KeyStore;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor(state: vscode.Memento & { setKeysForSync(keys: readonly string[]): void }, keys: KeyStore) {
    this.#state = state;
    this.#keys = keys;
    state.setKeysForSync([stateKey]);
  }

  /** The endpoints that this version understands. Others, synced from a newer version, stay stored. */
  list(): SavedEndpoint[] {
    return this.#stored().flatMap(({ id, config }) => {
      try {
        return [{ id, config: checkEndpoint(config) }];
      } catch {
        return [];
      }
    });
  }

  get(id: string): SavedEndpoint | undefined {
    return this.list().find(endpoint => endpoint.id === id);
  }

  /** Finds an endpoint by its id or name. Throws UserError, which lists the known names. */
  find(idOrName: string): SavedEndpoint {
    const endpoints = this.list();
    const found =
      endpoints.find(({ id }) => id === idOrName) ??
      endpoints.find(({ config }) => endpointLabel(config) === idOrName);
    if (found) return found;
    const names = endpoints.map(({ config }) => `“${endpointLabel(config)}”`).join(', ');
    throw new UserError(
      `There is no endpoint “${idOrName}”. ${names ? `Your endpoints are ${names}.` : 'Add one first.'}`,
    );
  }

  /** Checks and saves a configuration, with its key. Throws UserError if it is not valid. */
  async add(config: unknown, secrets: Secrets | null = null): Promise<SavedEndpoint> {
    const endpoint = { id: randomUUID(), config: checkEndpoint(config) };
    if (secrets !== null) await this.#keys.set(endpoint, secrets);
    await this.#write([...this.#stored(), endpoint]);
    return endpoint;
  }

  /** Replaces a configuration. Deletes the keys for other origins than the new one. */
  async update(id: string, config: unknown): Promise<SavedEndpoint> {
    const endpoint = { id, config: checkEndpoint(config) };
    await this.#keys.remove(endpoint, 'ofOtherOrigins');
    await this.#write(this.#stored().map(stored => (stored.id === id ? endpoint : stored)));
    return endpoint;
  }

  /** Copies an endpoint under a free name, with its key, because the copy calls the same origin. */
  async duplicate(original: SavedEndpoint): Promise<SavedEndpoint> {
    const names = new Set(this.list().map(({ config }) => endpointLabel(config)));
    const base = `${endpointLabel(original.config)} copy`;
    let name = base;
    for (let n = 2; names.has(name); n++) name = `${base} ${n}`;
    return this.add({ ...original.config, name }, (await this.#keys.saved(original)) ?? null);
  }

  /** Removes endpoints and their keys. The returned function restores both in their places. */
  async remove(endpoints: readonly SavedEndpoint[]): Promise<() => Promise<void>> {
    const before = this.#stored();
    const gone = new Set(endpoints.map(({ id }) => id));
    const saved = await Promise.all(
      endpoints.map(async endpoint => [endpoint, await this.#keys.saved(endpoint)] as const),
    );
    for (const endpoint of endpoints) await this.#keys.remove(endpoint);
    await this.#write(before.filter(({ id }) => !gone.has(id)));
    return async () => {
      for (const [endpoint, secrets] of saved) {
        if (secrets !== undefined) await this.#keys.set(endpoint, secrets);
      }
      const present = this.#stored();
      const there = new Set(present.map(({ id }) => id));
      const restored = before.filter(({ id }) => gone.has(id) || there.has(id));
      const old = new Set(restored.map(({ id }) => id));
      await this.#write([
        ...restored.map(stored => present.find(({ id }) => id === stored.id) ?? stored),
        ...present.filter(({ id }) => !old.has(id)),
      ]);
    };
  }

  /** Saves the endpoint's key, or deletes it. */
  async setKey(endpoint: SavedEndpoint, secrets: Secrets | null): Promise<void> {
    if (secrets === null) await this.#keys.remove(endpoint);
    else await this.#keys.set(endpoint, secrets);
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #stored(): { id: string; config: unknown }[] {
    return this.#state.get<{ id: string; config: unknown }[]>(stateKey, []);
  }

  async #write(endpoints: { id: string; config: unknown }[]): Promise<void> {
    await this.#state.update(stateKey, endpoints);
    this.#changed.fire();
  }
}
