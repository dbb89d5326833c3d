/** Something said in a conversation. */
export interface ConversationTurn {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

/** A prompt with what was said before it, in order. */
export interface Conversation {
  readonly text: string;
  readonly earlier: readonly ConversationTurn[];
  /** Its own system prompt; none = that of the plan. */
  readonly system?: string | undefined;
}
