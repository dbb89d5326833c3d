import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { CachePoint } from '../../core/plan/payloadOptions.ts';
import type { CacheForm } from '../contract/endpointKind.ts';
import { cacheControl } from '../shared/claudeOptions.ts';
import { optionRefusal } from '../shared/optionRefusal.ts';

/** What stands on the part that a cache point follows; undefined = there is none. Throws UserError. */
export function cacheMark(
  kind: string,
  cachePoint: CachePoint | undefined,
  form: CacheForm | undefined,
): JsonObject | undefined {
  if (!cachePoint) return undefined;
  if (form === undefined) {
    const why =
      'tells only OpenAI’s and Azure’s servers and routers what to cache; others do it by themselves.';
    throw optionRefusal(kind, 'cachePoint', `${why} Set "provider", or leave it out.`);
  }
  if (form === 'anthropic') return cacheControl(kind, cachePoint);
  const { after, ttl } = cachePoint;
  if (ttl !== undefined && ttl !== '30m' && ttl !== '12h') {
    throw optionRefusal(kind, 'cachePoint.ttl', `does not know "${ttl}" with OpenAI, but 30m and 12h.`);
  }
  return after && { prompt_cache_breakpoint: { mode: 'explicit', ...(ttl && { ttl }) } };
}

/** OpenAI's name for requests that share a cache. */
export function cacheKey({ key }: CachePoint = {}): JsonObject {
  return key === undefined ? {} : { prompt_cache_key: key };
}
