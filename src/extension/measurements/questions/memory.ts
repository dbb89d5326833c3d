import type { Memento } from 'vscode';
import type { Load } from '../loadChoices.ts';
import type { PromptChoice } from './promptPick.ts';

const keptPrompts = 8;

/** The user's last answers, which are offered first. */
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

  /** Keeps the answers that are given. Payload files are not kept. */
  async keep(answers: { endpointId?: string; prompt?: PromptChoice; load?: Load }): Promise<void> {
    const { endpointId, prompt, load } = answers;
    if (endpointId !== undefined) await this.#state.update('lastEndpoint', endpointId);
    if (load) await this.#state.update('lastLoad', load);
    if (prompt && 'prompt' in prompt) await this.#keepPrompt(prompt.prompt);
  }

  async #keepPrompt(prompt: string): Promise<void> {
    const others = this.prompts.filter(other => other !== prompt);
    await this.#state.update('recentPrompts', [prompt, ...others].slice(0, keptPrompts));
  }
}
