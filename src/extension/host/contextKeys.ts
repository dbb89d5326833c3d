import * as vscode from 'vscode';

/** Every context key that `when` clauses of the manifest may use, with its first value. */
export const contextKeys = {
  /** Whether a measurement is in progress. */
  'llmeter.running': false,
} as const;

export function setContextKey(key: keyof typeof contextKeys, value: boolean): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
