import type { Emit } from '../http/httpDialect.ts';
import { asCount, asText, at } from '../http/jsonAccess.ts';
import { callsTool, reasoningIn } from '../shared/chatDelta.ts';
import { deltaEvent } from '../shared/claudeDelta.ts';
import { summarisesThinking } from '../shared/claudeOptions.ts';

/**
 * Emits the reasoning and the tool calls of a chunk without text, in the forms of chat completions and of
 * Claude: the JMESPath finds only the text. `names`: of the model. Returns whether there were any.
 */
export function emitBesideText(chunk: unknown, names: readonly string[], stamp: number, emit: Emit): boolean {
  const summarised = summarisesThinking(...names, asText(at(chunk, 'model')) ?? '');
  if (at(chunk, 'type') === 'content_block_delta') {
    const event = deltaEvent(at(chunk, 'delta'), stamp, summarised);
    if (event === null || event.type === 'text') return false;
    emit(event);
    return true;
  }
  const delta = at(chunk, 'choices', 0, 'delta');
  const reasoning = reasoningIn(delta);
  if (reasoning !== undefined) {
    emit({ type: 'reasoning', at: stamp, text: summarised ? null : reasoning });
  }
  const calls = callsTool(delta);
  if (calls) emit({ type: 'toolCall', at: stamp });
  return calls || reasoning !== undefined;
}

/** Reasoning tokens in the `usage` of a chunk or an answer, in the same forms. */
export function reasoningCount(answer: unknown): number | undefined {
  const usage = at(answer, 'usage');
  return (
    asCount(at(usage, 'completion_tokens_details', 'reasoning_tokens')) ??
    asCount(at(usage, 'output_tokens_details', 'thinking_tokens'))
  );
}
