import type { Memento } from 'vscode';

const kept = 50;

interface Shown {
  title: string;
  folders: string[];
}

/**
 * The folders that panels of one sort showed last in this workspace. A panel that comes back with a window
 * has nothing but its title, so that is what they are found by.
 */
export class ShownFolders {
  readonly #state: Memento;
  readonly #key: string;

  constructor(state: Memento, key: string) {
    this.#state = state;
    this.#key = key;
  }

  /** The folders shown last under this title. */
  find(title: string): string[] | undefined {
    return this.#all().find(shown => shown.title === title)?.folders;
  }

  async keep(title: string, folders: readonly string[]): Promise<void> {
    const all = this.#all();
    const same = (shown: Shown | undefined) =>
      shown?.title === title && shown.folders.join('\n') === folders.join('\n');
    if (same(all[0])) return;
    const others = all.filter(shown => !same(shown));
    await this.#state.update(this.#key, [{ title, folders: [...folders] }, ...others].slice(0, kept));
  }

  #all(): Shown[] {
    return this.#state.get<Shown[]>(this.#key, []);
  }
}
