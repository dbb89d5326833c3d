import type { JsonObject, JsonValue } from '../../core/base/jsonValue.ts';
import type { CachePoint } from '../../core/plan/payloadOptions.ts';
import type { PayloadOptions } from '../contract/endpoint.ts';
import type { CacheForm } from '../contract/endpointKind.ts';
import { cacheMark } from '../openai/cachePoints.ts';
import { marked } from '../shared/optionRefusal.ts';
import { chatContent } from './content.ts';

/** Messages of Chat Completions, the system prompt first, with the cache point if there is one. */
export function chatMessages(
  kind: string,
  prompt: string,
  options: PayloadOptions,
  form: CacheForm | undefined,
): { system: JsonObject[]; user: JsonObject[] } {
  const { system, media, earlier = [], cachePoint } = options;
  const mark = cacheMark(kind, cachePoint, form);
  const contentOf = (part: CachePoint['after'], content: JsonValue) =>
    mark && cachePoint?.after === part ? marked(content, 'text', mark) : content;
  const user = { role: 'user', content: contentOf('prompt', chatContent(kind, prompt, media)) };
  return {
    system: system === undefined ? [] : [{ role: 'system', content: contentOf('system', system) }],
    user: [...earlier.map(({ role, text }) => ({ role, content: text })), user],
  };
}
