import * as vscode from 'vscode';

/** The extension's settings. The manifest has their defaults and descriptions. */
export interface Settings {
  output: string;
  /** Path of a price table; empty = none. */
  prices: string;
  prompt: string;
  clients: number;
  requests: number;
  maxTokens: number;
  /** Seconds. */
  timeout: number;
  confirmDelete: boolean;
}

export function readSettings(): Settings {
  const section = vscode.workspace.getConfiguration('llmeter');
  return {
    output: read(section, 'output', isText),
    prices: read(section, 'prices', isString),
    prompt: read(section, 'defaults.prompt', isText),
    clients: read(section, 'defaults.clients', isCount),
    requests: read(section, 'defaults.requests', isCount),
    maxTokens: read(section, 'defaults.maxTokens', isCount),
    timeout: read(section, 'defaults.timeout', isPositive),
    confirmDelete: read(section, 'confirmDelete', isFlag),
  };
}

/** Reads a setting. A value of the wrong type in settings.json is ignored. */
function read<T>(
  section: vscode.WorkspaceConfiguration,
  key: string,
  accepts: (value: unknown) => value is T,
): T {
  const value = section.get<unknown>(key);
  if (accepts(value)) return value;
  const standard = section.inspect<unknown>(key)?.defaultValue;
  if (accepts(standard)) return standard;
  throw new Error(`The manifest has no default for llmeter.${key}.`);
}

const isString = (value: unknown): value is string => typeof value === 'string';
const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const isPositive = (value: unknown): value is number => typeof value === 'number' && value > 0;
const isCount = (value: unknown): value is number => isPositive(value) && Number.isInteger(value);
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
