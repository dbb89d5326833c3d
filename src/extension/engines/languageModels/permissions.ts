import type { LanguageModelAccessInformation, LanguageModelChat, Memento } from 'vscode';

const stateKey = 'permittedModelVendors';

/**
 * The vendors whose models the user allows us to use. VS Code asks the user at the first request, and not all
 * of its versions say whether they will: `canSendRequest` may be true before the question. Therefore we
 * remember which vendors have accepted a request.
 */
export class Permissions {
  readonly #state: Memento;
  readonly #access: LanguageModelAccessInformation;

  constructor(state: Memento, access: LanguageModelAccessInformation) {
    this.#state = state;
    this.#access = access;
  }

  has(model: LanguageModelChat): boolean {
    return this.#vendors.includes(model.vendor) && this.#access.canSendRequest(model) === true;
  }

  /** Notes that a request to this vendor was allowed. */
  keep(vendor: string): void {
    if (!this.#vendors.includes(vendor)) void this.#state.update(stateKey, [...this.#vendors, vendor]);
  }

  /** Notes that a request was refused. VS Code may ask the user again before the next one. */
  forget(vendor: string): void {
    void this.#state.update(
      stateKey,
      this.#vendors.filter(other => other !== vendor),
    );
  }

  get #vendors(): readonly string[] {
    return this.#state.get<string[]>(stateKey, []);
  }
}
