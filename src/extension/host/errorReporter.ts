import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import { showErrorMessage } from './inert.ts';
import type { Log } from './log.ts';

/** A button of an error message. */
export interface Remedy {
  title: string;
  run(): unknown;
}

/** Whether an error's message is written for people. Errors from the engine's worker keep their name, not their class. */
export function isUserError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'UserError';
}

/** The sentence to show for an error. Only the message of a UserError is written for people. */
export function sentenceFor(error: unknown): string {
  return isUserError(error) ? error.message : 'LLMeter hit an internal error.';
}

/** Logs errors and shows them with what can be done about them. */
export class ErrorReporter {
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Logs an error and shows it, without waiting for an answer. Cancelling is not an error. */
  show(error: unknown, ...remedies: Remedy[]): void {
    if (error instanceof vscode.CancellationError) return;
    this.note(error);
    const choices = [...remedies, { title: 'Show Log', run: () => this.#log.show() }];
    void showErrorMessage(sentenceFor(error), ...choices).then(choice => choice?.run(), undefined);
  }

  /** Logs an error and returns the sentence for it. */
  note(error: unknown): string {
    this.#log.error(
      error instanceof UserError ? error.message : error instanceof Error ? error : String(error),
    );
    return sentenceFor(error);
  }
}
