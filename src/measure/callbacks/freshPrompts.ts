import { randomBytes } from 'node:crypto';
import { ownNumber, renumber } from '../../core/plan/prompts/ownNumber.ts';
import type { PromptSource } from '../../core/plan/prompts/promptSource.ts';
import type { RunCallback } from '../run/callbacks.ts';

/** Distance between the numbers of two clients' requests, and between those of the warm-up and the others. */
const ofClient = 10_000_000;
const ofWarmup = 500_000_000_000;

/**
 * Replaces the number in a generated prompt with one that is unique to the request. The prompt then finds
 * nothing in a prefix cache, and keeps its length. The numbers depend on the salt, the seed and the request's
 * place, so a run can be repeated exactly. The salt is random for each run, so no run finds in a cache what
 * another one left there. No callback if prompts are not generated or must not change.
 */
export function freshPrompts(prompt: unknown, seed: number): RunCallback[] {
  const generated = generatedPrompts(prompt);
  if (generated === null) return [];
  const { salt = randomBytes(4).toString('hex') } = generated;
  return [
    {
      name: 'freshPrompts',
      saved: { freshPrompts: { salt } },
      defeatsCaches: true,
      beforeInvoke: (payload, { phase, client, index }) => {
        const place = (phase === 'warmup' ? ofWarmup : 0) + client * ofClient + index;
        renumber(payload, ownNumber(seed, place, salt));
      },
    },
  ];
}

/** The source of prompts that begin with a number which may change; null for any other. */
function generatedPrompts(prompt: unknown): { salt?: string | undefined } | null {
  const source = (typeof prompt === 'object' ? prompt : null) as PromptSource | null;
  if (source === null) return null;
  if ('synthetic' in source) return source.synthetic.fresh ? source.synthetic : null;
  if ('collection' in source) return source.collection.file === undefined ? source.collection : null;
  return null;
}
