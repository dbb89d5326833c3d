import type { CallbackPlan } from '../../core/callbacks/callbackPlan.ts';
import type { RunPlan } from '../plan.ts';
import type { RunCallback } from '../run/callbacks.ts';
import { cacheBuster } from './cacheBuster.ts';

/** The callbacks a plan asks for, in its order. Throws UserError for one that cannot be. */
export async function callbacksOf(plan: RunPlan): Promise<RunCallback[]> {
  return Promise.all((plan.callbacks ?? []).map(callback => callbackOf(callback, plan)));
}

async function callbackOf({ cacheBuster: busting }: CallbackPlan, { seed }: RunPlan): Promise<RunCallback> {
  return cacheBuster(busting === true || busting === undefined ? {} : busting, seed);
}
