import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { CachePoint } from '../../core/plan/payloadOptions.ts';
import type { PayloadOptions } from '../contract/endpoint.ts';
import { cacheControl, claudeThinking } from '../shared/claudeOptions.ts';
import { marked } from '../shared/optionRefusal.ts';
import { messageContent } from './content.ts';

/** A request of the Messages API, its fields in LLMeter's order (llmeter-format 1.7). Throws UserError. */
export function messagesPayload(kind: string, prompt: string, options: PayloadOptions): JsonObject {
  const { maxTokens, system, media, earlier = [], thinking, cachePoint } = options;
  const mark = cacheControl(kind, cachePoint);
  const marks = (part: CachePoint['after']) => cachePoint?.after === part;
  const content = messageContent(kind, prompt, media);
  return {
    messages: [
      ...earlier.map(({ role, text }) => ({ role, content: text })),
      { role: 'user', content: marks('prompt') ? marked(content, 'text', mark) : content },
    ],
    max_tokens: maxTokens,
    ...claudeThinking(kind, thinking, maxTokens),
    ...(system !== undefined && { system: marks('system') ? marked(system, 'text', mark) : system }),
  };
}
