import { asText, at, listOf } from '../http/jsonAccess.ts';
import { messageTexts } from '../shared/messageTexts.ts';

/**
 * The text in a streamed chunk, in the form of any family of models: chat completions, Claude, Nova, Titan,
 * Llama, Mistral, text generation containers. It is used where nobody chose a JMESPath.
 */
export function familyDelta(chunk: unknown): string | undefined {
  const choice = at(chunk, 'choices', 0);
  return (
    joined(at(choice, 'delta', 'content')) ??
    joined(at(choice, 'text')) ??
    (at(chunk, 'type') === 'content_block_delta' ? joined(at(chunk, 'delta', 'text')) : undefined) ??
    joined(at(chunk, 'contentBlockDelta', 'delta', 'text')) ??
    joined(at(chunk, 'completion')) ??
    joined(at(chunk, 'outputText')) ??
    joined(at(chunk, 'generation')) ??
    joined(at(chunk, 'outputs', 0, 'text')) ??
    joined(at(chunk, 'token', 'text'))
  );
}

/** The same in a whole answer. */
export function familyText(answer: unknown): string | undefined {
  const choice = at(answer, 'choices', 0);
  return (
    joined(at(choice, 'message', 'content')) ??
    joined(at(choice, 'text')) ??
    joined(at(answer, 'content')) ??
    joined(at(answer, 'output', 'message', 'content')) ??
    joined(at(answer, 'completion')) ??
    joined(at(answer, 'results', 0, 'outputText')) ??
    joined(at(answer, 'generation')) ??
    joined(at(answer, 'outputs', 0, 'text')) ??
    joined(at(answer, 'generations', 0, 'text')) ??
    joined(at(answer, 'generated_text')) ??
    joined(at(answer, 0, 'generated_text'))
  );
}

/** Whether a whole answer calls a tool, thinks or holds an image instead of text. */
export function besideTextIn(answer: unknown): 'toolCall' | 'reasoning' | 'media' | null {
  const message = at(answer, 'choices', 0, 'message');
  const blocks = [...listOf(at(answer, 'content')), ...listOf(at(answer, 'output', 'message', 'content'))];
  const types = blocks.map(block => asText(at(block, 'type')) ?? '');
  const has = (member: string) => blocks.some(block => at(block, member) !== undefined);
  if (listOf(at(message, 'tool_calls')).length > 0 || types.includes('tool_use') || has('toolUse')) {
    return 'toolCall';
  }
  if (listOf(at(answer, 'images')).length > 0 || listOf(at(answer, 'artifacts')).length > 0) return 'media';
  const thinks = asText(at(message, 'reasoning_content')) || asText(at(message, 'reasoning'));
  return thinks || types.includes('thinking') || has('reasoningContent') ? 'reasoning' : null;
}

function joined(content: unknown): string | undefined {
  const text = messageTexts(content).join('');
  return text === '' ? undefined : text;
}
