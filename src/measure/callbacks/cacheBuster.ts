import { createHash, randomBytes } from 'node:crypto';
import { UserError } from '../../core/base/errors.ts';
import { cacheTag } from '../../core/callbacks/cacheTag.ts';
import { type Prefix, placesAt, textPlaces } from '../../core/callbacks/textPlaces.ts';
import type { CacheBusterPlan } from '../../core/plan/callbackPlan.ts';
import type { RequestPlace, RunCallback } from '../run/callbacks.ts';

/**
 * Begins each request with a unique tag (llmeter-format 8.5), because caches compare beginnings. The tag
 * depends only on the salt, the run's seed and the request's place, so a run can be repeated exactly. The
 * salt is random for each run, so no run finds in a cache what another one left there.
 */
export function cacheBuster(plan: CacheBusterPlan, seed: number): RunCallback {
  const { target = 'start', path, salt = randomBytes(4).toString('hex') } = plan;
  const places = (payload: object): Prefix[] =>
    path === undefined ? textPlaces(payload, target) : placesAt(payload, path);
  return {
    name: 'cacheBuster',
    saved: { ...(path === undefined ? { target } : { path }), salt },
    defeatsCaches: true,
    beforeRun: ({ payloads }) => {
      const unknown = payloads.findIndex(payload => places(payload).length === 0);
      if (unknown >= 0) throw new UserError(refusal(unknown + 1, payloads.length, plan));
    },
    beforeInvoke: (payload, request) => {
      const found = places(payload);
      if (found.length === 0) throw new UserError('The payload has no text that a tag could be put before.');
      const tag = tagOf(salt, seed, request);
      for (const prefix of found) prefix(tag);
    },
  };
}

/** 64 bits: two of a million requests have the same tag with a probability of 1 in 37 million. */
function tagOf(salt: string, seed: number, { phase, client, index }: RequestPlace): string {
  const hash = createHash('sha256').update(JSON.stringify([salt, seed, phase, client, index]));
  return cacheTag(hash.digest('hex').slice(0, 16));
}

function refusal(number: number, of: number, { target, path }: CacheBusterPlan): string {
  const which = of === 1 ? 'the payload' : `payload ${number} of ${of}`;
  if (path !== undefined)
    return `The cache buster finds no text at "${path}" in ${which}: change its "path".`;
  if (target === 'system') {
    return `The cache buster finds no system prompt in ${which}: set "system", or change "target".`;
  }
  return `The cache buster cannot find where the text begins in ${which}: set "path", e.g. {"cacheBuster": {"path": "input.0.text"}}.`;
}
