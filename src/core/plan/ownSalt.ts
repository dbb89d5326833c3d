import type { CheckedPlan } from './plan.ts';

type Salted = Pick<CheckedPlan, 'prompt' | 'callbacks'>;

/**
 * The plan of one run of an experiment: a salt that the plan names gets the run's name added. Otherwise every
 * level of a load test, every side of an A/B test and every repeat of a run would send the same prompts.
 */
export function withOwnSalt<P extends Salted>(plan: P, run: string): P {
  const own = <T extends { salt?: string | undefined }>(settings: T): T =>
    settings.salt === undefined ? settings : { ...settings, salt: `${settings.salt}/${run}` };
  return {
    ...plan,
    ...(plan.prompt !== undefined && { prompt: salted(plan.prompt, own) }),
    ...(plan.callbacks !== undefined && {
      callbacks: plan.callbacks.map(callback =>
        typeof callback.cacheBuster === 'object'
          ? { ...callback, cacheBuster: own(callback.cacheBuster) }
          : callback,
      ),
    }),
  };
}

function salted(
  prompt: NonNullable<Salted['prompt']>,
  own: <T extends { salt?: string | undefined }>(settings: T) => T,
): Salted['prompt'] {
  if (typeof prompt === 'string' || Array.isArray(prompt)) return prompt;
  if ('synthetic' in prompt) return { synthetic: own(prompt.synthetic) };
  if ('collection' in prompt) return { collection: own(prompt.collection) };
  return prompt;
}
