import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { ConversationTurn } from '../../core/plan/prompts/conversation.ts';

/** What decides which models of the editor are meant; a model must fit all that is given. */
export interface ModelSelector {
  vendor: string;
  id?: string | undefined;
  family?: string | undefined;
  version?: string | undefined;
}

export interface ModelRequestOptions {
  modelOptions: JsonObject;
  /** Shown where the editor asks the user for permission. */
  justification: string;
}

/** A part of an answer. `other` is what this version does not know: data, not an error. */
export type ModelPart = { type: 'text' | 'reasoning'; text: string } | { type: 'toolCall' | 'other' };

/** One model that the editor offers. */
export interface LanguageModel {
  readonly id: string;
  readonly vendor: string;
  readonly family: string;
  readonly version: string;
  /** The user has let a request through before, so that no question stands before the first answer. */
  readonly permitted: boolean;
  /**
   * Sends a request; resolves when the provider has begun. Errors, there or while parts come, are the
   * editor's own: those of class LanguageModelError have a `code`.
   */
  send(
    messages: readonly ConversationTurn[],
    options: ModelRequestOptions,
    signal: AbortSignal,
  ): Promise<AsyncIterable<unknown>>;
  /** What a value of the iteration is. Off the measured path. */
  partOf(value: unknown): ModelPart;
  countTokens(text: string): Promise<number>;
}

/** The models of the editor: `vscode.lm`, or what a test puts in its place. */
export interface LanguageModels {
  /** Models that fit, the editor's first choice first; [] = none. */
  select(selector: ModelSelector): Promise<readonly LanguageModel[]>;
}
