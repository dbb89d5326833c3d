import type { Memento } from 'vscode';
import type { Load } from '../loadChoices.ts';

const keptPrompts = 8;

/** What the user chose last, to be offered first. */
export class Memory {
  readonly #state: Memento;

  constructor(state: Memento) {
    this.#state = state;
  }

  get endpointId(): string | undefined {
    return this.#state.get<string>('lastEndpoint');
  }

  get prompts(): string[] {
    return this.#state.get<string[]>('recentPrompts', []);
  }

  get load(): Load | undefined {
    return this.#state.get<Load>('lastLoad');
  }

  async keepEndpoint(id: string): Promise<void> {
    await this.#state.update('lastEndpoint', id);
  }

  async keepPrompt(prompt: string): Promise<void> {
    const others = this.prompts.filter(other => other !== prompt);
    await this.#state.update('recentPrompts', [prompt, ...others].slice(0, keptPrompts));
  }

  async keepLoad(load: Load): Promise<void> {
    await this.#state.update('lastLoad', load);
  }
}
