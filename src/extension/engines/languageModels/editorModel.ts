import * as vscode from 'vscode';
import type { ConversationTurn } from '../../../core/plan/prompts/conversation.ts';
import type {
  LanguageModel,
  ModelPart,
  ModelRequestOptions,
} from '../../../endpoints/vscodeLm/languageModels.ts';
import type { Permissions } from './permissions.ts';

/** Newer versions of VS Code have this class. The types of the oldest version that we support do not. */
const { LanguageModelThinkingPart: ThinkingPart } = vscode as {
  LanguageModelThinkingPart?: new (...parts: never) => { value: string | string[] };
};

/** One of the editor's models. */
export class EditorModel implements LanguageModel {
  readonly #model: vscode.LanguageModelChat;
  readonly #permissions: Permissions;

  constructor(model: vscode.LanguageModelChat, permissions: Permissions) {
    this.#model = model;
    this.#permissions = permissions;
  }

  get id() {
    return this.#model.id;
  }
  get vendor() {
    return this.#model.vendor;
  }
  get family() {
    return this.#model.family;
  }
  get version() {
    return this.#model.version;
  }
  get permitted() {
    return this.#permissions.has(this.#model);
  }

  async send(
    messages: readonly ConversationTurn[],
    options: ModelRequestOptions,
    signal: AbortSignal,
  ): Promise<AsyncIterable<unknown>> {
    const cancel = new vscode.CancellationTokenSource();
    signal.addEventListener('abort', () => cancel.cancel(), { once: true });
    try {
      const answer = await this.#model.sendRequest(messages.map(chatMessage), options, cancel.token);
      this.#permissions.keep(this.vendor);
      return answer.stream;
    } catch (error) {
      if (isRefusal(error)) this.#permissions.forget(this.vendor);
      throw error;
    }
  }

  partOf(value: unknown): ModelPart {
    if (value instanceof vscode.LanguageModelTextPart) return { type: 'text', text: value.value };
    if (value instanceof vscode.LanguageModelToolCallPart) return { type: 'toolCall' };
    if (ThinkingPart && value instanceof ThinkingPart) {
      return { type: 'reasoning', text: [value.value].flat().join('') };
    }
    return { type: 'other' };
  }

  async countTokens(text: string): Promise<number> {
    return this.#model.countTokens(text);
  }
}

function chatMessage({ role, text }: ConversationTurn): vscode.LanguageModelChatMessage {
  return role === 'user'
    ? vscode.LanguageModelChatMessage.User(text)
    : vscode.LanguageModelChatMessage.Assistant(text);
}

function isRefusal(error: unknown): boolean {
  return (
    error instanceof vscode.LanguageModelError && error.code === vscode.LanguageModelError.NoPermissions.name
  );
}
