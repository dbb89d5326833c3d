import * as vscode from 'vscode';

/** Every context key the manifest's `when` clauses may use, with the value it starts with. */
export const contextKeys = {
  /** At least one benchmark is in progress. */
  'llmeter.running': false,
} as const;

export function setContextKey(key: keyof typeof contextKeys, value: boolean): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
