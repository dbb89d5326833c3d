import * as vscode from 'vscode';
import type { ErrorReporter } from '../host/errorReporter.ts';

/** A command of the manifest. Its arguments come unchecked from menus, trees, key bindings or other programs. */
export interface Command {
  readonly id: string;
  run(...args: unknown[]): unknown;
}

/**
 * Registers the commands. Errors are shown to the user. A caller that passed typed arguments, which are a
 * plain object, gets the error instead.
 */
export function registerCommands(commands: readonly Command[], errors: ErrorReporter): vscode.Disposable[] {
  return commands.map(({ id, run }) =>
    vscode.commands.registerCommand(id, async (...args: unknown[]) => {
      try {
        return await run(...args);
      } catch (error) {
        if (isPlainObject(args[0])) throw error;
        errors.show(error);
        return undefined;
      }
    }),
  );
}

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
