/** A message of a conversation. */
export interface ConversationTurn {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

/** A prompt with the messages before it, in order. */
export interface Conversation {
  readonly text: string;
  readonly earlier: readonly ConversationTurn[];
  /** Its own system prompt; absent = that of the plan. */
  readonly system?: string | undefined;
}
