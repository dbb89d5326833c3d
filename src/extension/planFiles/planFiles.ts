import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';

/** Files that are run plans. The manifest's menus and schemas use the same names. */
export const planFilePattern = '**/{*.llmeter.json,*.llmeter.yaml,*.llmeter.yml,llmeter.yaml,llmeter.yml}';

/** Reads a plan file with the editor's unsaved changes. Throws UserError, which names the file. */
export async function readPlanInEditor(path: string): Promise<{ plan: JsonObject; baseFolder: string }> {
  if (!vscode.workspace.isTrusted) {
    throw new UserError('Plan files can be run only in trusted workspaces. Trust this workspace first.');
  }
  const document = await openPlan(path);
  const { parsePlanText } = await import('./planText.ts');
  const read = parsePlanText(document.getText());
  if ('problem' in read) throw new UserError(`${basename(path)} cannot be read: ${read.problem}`);
  if (isJsonObject(read.plan)) return { plan: read.plan, baseFolder: dirname(document.uri.fsPath) };
  throw new UserError(`${basename(path)} is not a run plan: it must be an object with an \`endpoint\`.`);
}

async function openPlan(path: string): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(vscode.Uri.file(path));
  } catch {
    throw new UserError(`The plan file ${path} cannot be opened.`);
  }
}
