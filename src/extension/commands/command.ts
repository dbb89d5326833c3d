import * as vscode from 'vscode';
import type { ErrorReporter } from '../host/errorReporter.ts';

/** A command of the manifest. `args` come from menus, trees, key bindings or other programs: unchecked. */
export interface Command {
  readonly id: string;
  run(...args: unknown[]): unknown;
}

/**
 * Registers the commands. What goes wrong is shown to the person who called; a caller that passed
 * typed arguments (a plain object) gets the error itself.
 */
export function registerCommands(commands: readonly Command[], problems: ErrorReporter): vscode.Disposable[] {
  return commands.map(({ id, run }) =>
    vscode.commands.registerCommand(id, async (...args: unknown[]) => {
      try {
        return await run(...args);
      } catch (error) {
        if (isPlainObject(args[0])) throw error;
        problems.show(error);
        return undefined;
      }
    }),
  );
}

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
