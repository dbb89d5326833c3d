import { asText, at, listOf } from '../http/jsonAccess.ts';
import { messageTexts } from './messageTexts.ts';

/**
 * The reasoning in a delta of a chat completion, in the forms of vLLM, DeepSeek, OpenRouter and Mistral;
 * null = it is summarised or encrypted, undefined = there is none.
 */
export function reasoningIn(delta: unknown): string | null | undefined {
  const forms = listOf(at(delta, 'reasoning_details')).map(detail => at(detail, 'type'));
  const hidden = forms.some(form => form === 'reasoning.summary' || form === 'reasoning.encrypted');
  if (hidden && !forms.includes('reasoning.text')) return null;
  const words =
    asText(at(delta, 'reasoning_content')) ||
    asText(at(delta, 'reasoning')) ||
    thinkingIn(at(delta, 'content'));
  return words || undefined;
}

export function callsTool(delta: unknown): boolean {
  return listOf(at(delta, 'tool_calls')).length > 0 || Boolean(at(delta, 'function_call'));
}

/** Whether there is sound (OpenAI's audio models) or an image (OpenRouter) in a delta or a message. */
export function hasMedia(delta: unknown): boolean {
  const audio = at(delta, 'audio');
  if (asText(at(audio, 'transcript')) || asText(at(audio, 'data'))) return true;
  if (listOf(at(delta, 'images')).length > 0) return true;
  return listOf(at(delta, 'content')).some(part => /image|audio/.test(asText(at(part, 'type')) ?? ''));
}

/** Mistral's reasoning models send their content in parts while they think. */
function thinkingIn(content: unknown): string {
  return listOf(content)
    .flatMap(part => messageTexts(at(part, 'thinking')))
    .join('');
}
