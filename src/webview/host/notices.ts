import { type Signal, signal } from '@preact/signals';

export interface ShortNotice {
  severity: 'info' | 'error';
  message: string;
}

const confirmationMilliseconds = 4000;

/** What a panel says about an action: confirmations disappear by themselves, errors stay until dismissed. */
export class Notices {
  readonly shown: Signal<ShortNotice | null> = signal(null);

  /**
   * Waits for an action and shows its error, or the confirmation if there is one. Never rejects; resolves to
   * whether the action succeeded.
   */
  async during<T>(action: Promise<T>, confirmation?: (result: T) => string | null): Promise<boolean> {
    try {
      const result = await action;
      const message = confirmation?.(result) ?? null;
      if (message === null) this.shown.value = null;
      else this.#confirm({ severity: 'info', message });
      return true;
    } catch (error) {
      this.shown.value = { severity: 'error', message: sentenceOf(error) };
      return false;
    }
  }

  dismiss(): void {
    this.shown.value = null;
  }

  #confirm(notice: ShortNotice): void {
    this.shown.value = notice;
    setTimeout(() => {
      if (this.shown.value === notice) this.shown.value = null;
    }, confirmationMilliseconds);
  }
}

/** The message of an error, whatever was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
