import { ownNumber, renumber } from '../../core/plan/prompts/ownNumber.ts';
import type { PromptSource } from '../../core/plan/prompts/promptSource.ts';
import type { RunCallback } from '../run/callbacks.ts';

/** How far apart the numbers of two clients' requests lie, and those of a warm-up from the others. */
const ofClient = 10_000_000;
const ofWarmup = 500_000_000_000;

/**
 * Gives every request of synthetic prompts a number of its own in place of its prompt's, so that a prompt
 * which is sent again finds nothing in a prefix cache, and stays as long as it was. The numbers follow
 * from the seed and the request's place. None where prompts are not synthetic or are to stay as they are.
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
