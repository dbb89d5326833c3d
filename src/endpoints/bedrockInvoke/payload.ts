import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { Thinking } from '../../core/plan/payloadOptions.ts';
import type { PayloadOptions } from '../contract/endpoint.ts';
import { bedrockEffort, vendorOf } from '../shared/bedrockModels.ts';
import { refuseMedia } from '../shared/mediaRefusal.ts';
import { optionRefusal, refuseCachePoint } from '../shared/optionRefusal.ts';

/** A request in the form of chat completions (llmeter-format 1.2). Throws UserError. */
export function invokePayload(
  kind: string,
  model: string,
  prompt: string,
  options: PayloadOptions,
): JsonObject {
  const { maxTokens, system, media, earlier = [], thinking, cachePoint } = options;
  refuseMedia(kind, media);
  refuseCachePoint(kind, cachePoint, 'sends a model’s own format: write the cache point into a "payload".');
  const message = (role: string, text: string) => ({ role, content: [{ text, type: 'text' }] });
  return {
    messages: [
      ...(system === undefined ? [] : [message('system', system)]),
      ...earlier.map(({ role, text }) => message(role, text)),
      message('user', prompt),
    ],
    max_tokens: maxTokens,
    ...(thinking && { reasoning_effort: effortOf(kind, model, thinking) }),
  };
}

/** Of the models that accept chat completions, OpenAI’s have an effort. Throws UserError. */
function effortOf(kind: string, model: string, thinking: Thinking): string {
  const vendor = vendorOf(model);
  if (vendor === null || vendor === 'openai') return bedrockEffort(kind, model, thinking);
  const way =
    vendor === 'anthropic'
      ? 'use the endpoint kind anthropic-messages with "provider" bedrock'
      : 'write the model’s own option into a "payload"';
  throw optionRefusal(kind, 'thinking', `has no standard option for it with ${model}: ${way}.`);
}
