import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { CachePoint } from '../../core/plan/payloadOptions.ts';
import type { PayloadOptions } from '../contract/endpoint.ts';
import { claudeTtl } from '../shared/claudeOptions.ts';
import { converseBlocks } from './content.ts';
import { converseThinking } from './thinking.ts';

/** A request of Converse (llmeter-format 1.1). Throws UserError. */
export function conversePayload(
  kind: string,
  model: string,
  prompt: string,
  options: PayloadOptions,
): JsonObject {
  const { maxTokens, system, media, earlier = [], thinking, cachePoint } = options;
  const point = cacheBlock(kind, cachePoint);
  const after = (part: CachePoint['after']) => (cachePoint?.after === part ? [point] : []);
  const fields = converseThinking(kind, model, thinking, maxTokens);
  return {
    messages: [
      ...earlier.map(({ role, text }) => ({ role, content: [{ text }] })),
      { role: 'user', content: [...converseBlocks(kind, prompt, media), ...after('prompt')] },
    ],
    ...(system !== undefined && { system: [{ text: system }, ...after('system')] }),
    ...(fields && { additionalModelRequestFields: fields }),
    inferenceConfig: { maxTokens },
  };
}

function cacheBlock(kind: string, cachePoint: CachePoint | undefined): JsonObject {
  const ttl = claudeTtl(kind, cachePoint);
  return { cachePoint: { type: 'default', ...(ttl && { ttl }) } };
}
