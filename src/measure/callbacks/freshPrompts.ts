import { ownNumber, renumber } from '../../core/plan/prompts/ownNumber.ts';
import type { PromptSource } from '../../core/plan/prompts/promptSource.ts';
import type { RunCallback } from '../run/callbacks.ts';

/** Distance between the numbers of two clients' requests, and between those of the warm-up and the others. */
const ofClient = 10_000_000;
const ofWarmup = 500_000_000_000;

/**
 * Replaces the number in a synthetic prompt with one that is unique to the request. A prompt that is sent
 * again then finds nothing in a prefix cache, and keeps its length. The numbers depend on the seed and the
 * request's place. No callback if prompts are not synthetic or must not change.
 */
export function freshPrompts(prompt: unknown, seed: number): RunCallback[] {
  const { synthetic } = (typeof prompt === 'object' && prompt !== null ? prompt : {}) as Partial<
    Extract<PromptSource, { synthetic: unknown }>
  >;
  if (!synthetic?.fresh) return [];
  return [
    {
      name: 'freshPrompts',
      defeatsCaches: true,
      beforeInvoke: (payload, { phase, client, index }) => {
        const place = (phase === 'warmup' ? ofWarmup : 0) + client * ofClient + index;
        renumber(payload, ownNumber(seed, place));
      },
    },
  ];
}
