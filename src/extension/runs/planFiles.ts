import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../core/errors.ts';
import { isJsonObject, type JsonObject } from '../../core/jsonValue.ts';

/** Files that are run plans; the manifest's menus and schemas name the same ones. */
export const planFilePattern = '**/{*.llmeter.json,*.llmeter.yaml,*.llmeter.yml,llmeter.yaml,llmeter.yml}';

/** Reads a plan file as the editor has it, unsaved changes included. Throws UserError naming the file. */
export async function readPlanFile(path: string): Promise<{ plan: JsonObject; baseFolder: string }> {
  if (!vscode.workspace.isTrusted) {
    throw new UserError('Plan files are run in trusted workspaces only. Trust this one first.');
  }
  const document = await openPlan(path);
  const { parse, YAMLError } = await import('yaml');
  try {
    // JSON is YAML, so one parser reads both, and tells the line of a mistake.
    const plan: unknown = parse(document.getText());
    if (isJsonObject(plan)) return { plan, baseFolder: dirname(document.uri.fsPath) };
  } catch (error) {
    if (!(error instanceof YAMLError)) throw error;
    throw new UserError(`${basename(path)} cannot be read: ${error.message}`);
  }
  throw new UserError(`${basename(path)} is not a run plan: it must be an object with an \`endpoint\`.`);
}

async function openPlan(path: string): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(vscode.Uri.file(path));
  } catch {
    throw new UserError(`The plan file ${path} cannot be opened.`);
  }
}
