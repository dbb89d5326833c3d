import { basename } from 'node:path';
import type { Memento } from 'vscode';

const stateKey = 'shownRuns';
const kept = 50;

/**
 * The run folders that panels of this workspace showed last. A panel that comes back with a window has
 * nothing but its title, and the title of a run's panel is the name of its folder.
 */
export class ShownRuns {
  readonly #state: Memento;

  constructor(state: Memento) {
    this.#state = state;
  }

  /** The folder shown last under this title. */
  find(title: string): string | undefined {
    return this.#all().find(folder => basename(folder) === title);
  }

  async keep(folder: string): Promise<void> {
    const all = this.#all();
    if (all[0] === folder) return;
    await this.#state.update(stateKey, [folder, ...all.filter(other => other !== folder)].slice(0, kept));
  }

  #all(): string[] {
    return this.#state.get<string[]>(stateKey, []);
  }
}
