import type { JsonObject, JsonValue } from '../../core/base/jsonValue.ts';
import { efforts, type Thinking } from '../../core/plan/payloadOptions.ts';
import type { PayloadOptions } from '../contract/endpoint.ts';
import type { CacheForm } from '../contract/endpointKind.ts';
import { cacheKey, cacheMark } from '../openai/cachePoints.ts';
import { effortIn, marked, optionRefusal } from '../shared/optionRefusal.ts';
import { responsesContent } from './content.ts';

/** A request of the Responses API, its fields in LLMeter's order (llmeter-format 1.4). Throws UserError. */
export function responsesPayload(
  kind: string,
  prompt: string,
  options: PayloadOptions,
  caching: CacheForm | undefined,
): JsonObject {
  const { maxTokens, system, thinking, cachePoint } = options;
  const marksSystem = cachePoint?.after === 'system';
  return {
    input: inputOf(kind, prompt, options, caching),
    max_output_tokens: maxTokens,
    ...(system !== undefined && !marksSystem && { instructions: system }),
    ...(thinking && { reasoning: reasoningOf(kind, thinking) }),
    ...cacheKey(cachePoint),
  };
}

/** Only the prompt, or messages. `instructions` cannot carry a mark, so a marked system prompt is a message. */
function inputOf(
  kind: string,
  prompt: string,
  options: PayloadOptions,
  caching: CacheForm | undefined,
): JsonValue {
  const { system, media, earlier = [], cachePoint } = options;
  const mark = cacheMark(kind, cachePoint, caching);
  const content = responsesContent(kind, prompt, media);
  const message = (role: string, content: JsonValue): JsonObject => ({ role, content });
  if (!mark && earlier.length === 0 && typeof content === 'string') return content;
  const marksSystem = mark && cachePoint?.after === 'system' && system !== undefined;
  return [
    ...(marksSystem ? [message('system', marked(system, 'input_text', mark))] : []),
    ...earlier.map(({ role, text }) => message(role, text)),
    message('user', mark && cachePoint?.after === 'prompt' ? marked(content, 'input_text', mark) : content),
  ];
}

/** Throws UserError. */
function reasoningOf(kind: string, thinking: Thinking): JsonObject {
  if (thinking.mode === 'disabled') return { effort: 'none' };
  const { display, ...rest } = thinking;
  const effort = effortIn(kind, rest, efforts);
  if (effort === undefined && display !== 'summarized') {
    throw optionRefusal(kind, 'thinking.effort', `requires an effort: ${efforts.join(', ')}.`);
  }
  // Reasoning is not shown unless a summary is requested.
  return { ...(effort && { effort }), ...(display === 'summarized' && { summary: 'auto' }) };
}
