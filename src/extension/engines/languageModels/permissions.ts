import type { LanguageModelAccessInformation, LanguageModelChat, Memento } from 'vscode';

const stateKey = 'permittedModelVendors';

/**
 * Whose models the user has let us use. VS Code asks when the first request is made, and not all of its
 * versions tell whether they will: `canSendRequest` may be true although the question is still to come. So
 * what was let through once is kept in mind.
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

  /** A request to this vendor was let through. */
  keep(vendor: string): void {
    if (!this.#vendors.includes(vendor)) void this.#state.update(stateKey, [...this.#vendors, vendor]);
  }

  /** A request was refused: before the next one there may be a question again. */
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
