import type { Disposable } from 'vscode';

/** Things that are disposed of together. What is added later is disposed of immediately, so that nothing leaks. */
export class Disposables implements Disposable {
  readonly #items: Disposable[] = [];
  #over = false;

  add<T extends Disposable>(item: T): T {
    if (this.#over) item.dispose();
    else this.#items.push(item);
    return item;
  }

  dispose(): void {
    this.#over = true;
    for (const item of this.#items.splice(0).reverse()) item.dispose();
  }
}
