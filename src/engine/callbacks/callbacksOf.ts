import type { CallbackPlan } from '../../core/callbacks/callbackPlan.ts';
import type { Clock } from '../../core/clock.ts';
import { HttpTransport } from '../../endpoints/transport/httpTransport.ts';
import type { NetworkSettings } from '../../protocol/engine.ts';
import type { RunPlan } from '../plan.ts';
import type { RunCallback } from '../run/callbacks.ts';
import { cacheBuster } from './cacheBuster.ts';
import { mlflowAccess } from './mlflow/mlflowAccess.ts';
import { mlflowCallback } from './mlflow/mlflowCallback.ts';
import { TrackingServer } from './mlflow/trackingServer.ts';

/** What callbacks need besides the plan. */
export interface CallbackContext {
  clock: Clock;
  environment: Readonly<Record<string, string | undefined>>;
  network: NetworkSettings;
  /** Name and version of the tool that runs them. */
  tool: string;
  /** Takes secrets out of a text. */
  redact: (text: string) => string;
}

/** The callbacks a plan asks for, in its order. Throws UserError for one that cannot be. */
export async function callbacksOf(plan: RunPlan, context: CallbackContext): Promise<RunCallback[]> {
  return (plan.callbacks ?? []).map(callback => callbackOf(callback, plan, context));
}

function callbackOf(
  { cacheBuster: busting = true, mlflow }: CallbackPlan,
  { seed }: RunPlan,
  context: CallbackContext,
): RunCallback {
  if (mlflow) {
    const { clock, environment, network } = context;
    const transport = new HttpTransport({ clock, environment, ...network });
    const server = new TrackingServer(mlflowAccess(mlflow, environment), transport);
    return mlflowCallback(mlflow, { ...context, server, wall: () => clock.wall() });
  }
  return cacheBuster(busting === true ? {} : busting, seed);
}

/** Texts of the callbacks' credentials, which must not reach any file. Throws UserError as `callbacksOf`. */
export function callbackSecrets(
  { callbacks = [] }: RunPlan,
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  return callbacks.flatMap(({ mlflow }) => (mlflow ? mlflowAccess(mlflow, environment).secrets : []));
}
