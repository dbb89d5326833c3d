import * as vscode from 'vscode';
import type { LanguageModels, ModelSelector } from '../../../endpoints/vscodeLm/languageModels.ts';
import { EditorModel } from './editorModel.ts';
import { Permissions } from './permissions.ts';

/** The models that VS Code offers to extensions: those of Copilot and of other providers. */
export class EditorModels implements LanguageModels {
  readonly #permissions: Permissions;

  constructor(context: Pick<vscode.ExtensionContext, 'globalState' | 'languageModelAccessInformation'>) {
    this.#permissions = new Permissions(context.globalState, context.languageModelAccessInformation);
  }

  async select({ vendor, id, family, version }: ModelSelector): Promise<EditorModel[]> {
    const models = await vscode.lm.selectChatModels({
      vendor,
      ...(id !== undefined && { id }),
      ...(family !== undefined && { family }),
      ...(version !== undefined && { version }),
    });
    return models.map(model => new EditorModel(model, this.#permissions));
  }
}
