import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { CachePoint } from '../../core/plan/payloadOptions.ts';
import type { CacheForm } from '../contract/endpointKind.ts';
import { cacheControl } from '../shared/claudeOptions.ts';
import { optionRefusal } from '../shared/optionRefusal.ts';

/** The mark on the part that a cache point follows; undefined = there is no cache point. Throws UserError. */
export function cacheMark(
  kind: string,
  cachePoint: CachePoint | undefined,
  form: CacheForm | undefined,
): JsonObject | undefined {
  if (!cachePoint) return undefined;
  if (form === undefined) {
    const why = 'supports it only for OpenAI, Azure and routers; other servers cache on their own.';
    throw optionRefusal(kind, 'cachePoint', `${why} Set "provider", or remove "cachePoint".`);
  }
  if (form === 'anthropic') return cacheControl(kind, cachePoint);
  const { after, ttl } = cachePoint;
  if (ttl !== undefined && ttl !== '30m' && ttl !== '12h') {
    throw optionRefusal(kind, 'cachePoint.ttl', `does not support "${ttl}" with OpenAI; use 30m or 12h.`);
  }
  return after && { prompt_cache_breakpoint: { mode: 'explicit', ...(ttl && { ttl }) } };
}

/** OpenAI's key for requests that share a cache. */
export function cacheKey({ key }: CachePoint = {}): JsonObject {
  return key === undefined ? {} : { prompt_cache_key: key };
}
