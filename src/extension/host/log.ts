import * as vscode from 'vscode';
import type { EngineEvents } from '../../protocol/engine.ts';

/** The extension's log. Users choose its level in the Output view. */
export type Log = vscode.LogOutputChannel;

export function createLog(): Log {
  return vscode.window.createOutputChannel('LLMeter', { log: true });
}

/** Writes a log entry of the engine. */
export function writeEngineLog(log: Log, { level, message }: EngineEvents['log']): void {
  log[level](message);
}
