import * as vscode from 'vscode';
import type { EngineEvents } from '../../protocol/engine.ts';

/** The one log of the extension; its level is the user's choice in the Output view. */
export type Log = vscode.LogOutputChannel;

export function createLog(): Log {
  return vscode.window.createOutputChannel('LLMeter', { log: true });
}

/** Writes what the engine reports. */
export function writeEngineLog(log: Log, { level, message }: EngineEvents['log']): void {
  log[level](message);
}
