import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { ConversationTurn } from '../../core/plan/prompts/conversation.ts';

/** Selects models of the editor: a model must match everything that is given. */
export interface ModelSelector {
  vendor: string;
  id?: string | undefined;
  family?: string | undefined;
  version?: string | undefined;
}

export interface ModelRequestOptions {
  modelOptions: JsonObject;
  /** Shown when the editor asks the user for permission. */
  justification: string;
}

/** A part of an answer. `other`: data of a kind that this version does not know. */
export type ModelPart = { type: 'text' | 'reasoning'; text: string } | { type: 'toolCall' | 'other' };

/** One model that the editor offers. */
export interface LanguageModel {
  readonly id: string;
  readonly vendor: string;
  readonly family: string;
  readonly version: string;
  /** The user has already given permission, so the first request asks nothing. */
  readonly permitted: boolean;
  /**
   * Sends a request; resolves when the provider has begun to answer. Errors, then or while parts arrive,
   * are the editor's own; those of class LanguageModelError have a `code`.
   */
  send(
    messages: readonly ConversationTurn[],
    options: ModelRequestOptions,
    signal: AbortSignal,
  ): Promise<AsyncIterable<unknown>>;
  /** What a value of the iteration means. Called off the measured path. */
  partOf(value: unknown): ModelPart;
  countTokens(text: string): Promise<number>;
}

/** The models of the editor: `vscode.lm`, or a test's substitute. */
export interface LanguageModels {
  /** Matching models, in the editor's order of preference; [] = none. */
  select(selector: ModelSelector): Promise<readonly LanguageModel[]>;
}
