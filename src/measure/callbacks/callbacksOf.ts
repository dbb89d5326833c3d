import type { Clock } from '../../core/base/clock.ts';
import { UserError } from '../../core/base/errors.ts';
import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { CallbackPlan } from '../../core/plan/callbackPlan.ts';
import { HttpTransport } from '../../endpoints/transport/httpTransport.ts';
import type { NetworkSettings } from '../../protocol/start.ts';
import type { RunPlan } from '../plan/parsePlan.ts';
import type { RunCallback } from '../run/callbacks.ts';
import { cacheBuster } from './cacheBuster.ts';
import { freshPrompts } from './freshPrompts.ts';
import { mlflowAccess } from './mlflow/mlflowAccess.ts';
import { mlflowCallback } from './mlflow/mlflowCallback.ts';
import { TrackingServer } from './mlflow/trackingServer.ts';
import { moduleCallback } from './module/moduleCallback.ts';

/** What callbacks need in addition to the plan. */
export interface CallbackContext {
  clock: Clock;
  environment: Readonly<Record<string, string | undefined>>;
  network: NetworkSettings;
  /** Folder that relative paths start from. */
  baseFolder: string;
  /** Modules of the plan may run: the user trusts them. */
  allowModules: boolean;
  /** Name and version of the tool that runs them. */
  tool: string;
  /** Takes secrets out of a text. */
  redact: (text: string) => string;
  /** Reports something during the run: output of modules, expected problems. */
  warn: (message: string) => void;
  /** See `MlflowContext`. */
  parents: Map<string, Promise<string>>;
}

/** The callbacks of a plan, in its order. Throws UserError for one that cannot be used. */
export async function callbacksOf(plan: RunPlan, context: CallbackContext): Promise<RunCallback[]> {
  const callbacks: RunCallback[] = freshPrompts(plan.prompt, plan.seed);
  try {
    for (const callback of plan.callbacks ?? []) callbacks.push(await callbackOf(callback, plan, context));
    return callbacks;
  } catch (error) {
    for (const callback of callbacks) await callback.close?.();
    throw error;
  }
}

async function callbackOf(
  { cacheBuster: busting = true, mlflow, module, options }: CallbackPlan,
  { seed }: RunPlan,
  context: CallbackContext,
): Promise<RunCallback> {
  if (module !== undefined) {
    if (!context.allowModules) throw new UserError(distrusted(module));
    return moduleCallback(module, options as JsonObject | undefined, {
      ...context,
      onOutput: line => context.warn(context.redact(`${module}: ${line}`)),
    });
  }
  if (mlflow) {
    const { clock, environment, network } = context;
    const transport = new HttpTransport({ clock, environment, ...network });
    const server = new TrackingServer(mlflowAccess(mlflow, environment), transport);
    return mlflowCallback(mlflow, { ...context, server, wall: () => clock.wall() });
  }
  return cacheBuster(busting === true ? {} : busting, seed);
}

function distrusted(module: string): string {
  return `The plan runs its own code ("module": "${module}" in "callbacks"): trust this workspace first, or remove the callback.`;
}

/** The callbacks' credentials, which must not reach any file. Throws UserError like `callbacksOf`. */
export function callbackSecrets(
  { callbacks = [] }: RunPlan,
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  return callbacks.flatMap(({ mlflow }) => (mlflow ? mlflowAccess(mlflow, environment).secrets : []));
}
