import { messageOf } from '../../../core/base/errors.ts';
import type { MlflowPlan } from '../../../core/plan/callbackPlan.ts';
import type { RunCallback } from '../../run/callbacks.ts';
import type { RunResult } from '../../run/runResult.ts';
import { experimentName, logResult, type MlflowContext, uploadFolder } from './logRun.ts';
import { MlflowError, type MlflowRun } from './trackingServer.ts';

export interface MlflowCallbackContext extends MlflowContext {
  /** Takes secrets out of a text. */
  redact: (text: string) => string;
  /** Says something while the run goes on. */
  warn: (message: string) => void;
}

/**
 * Logs a run to MLflow when it is over (llmeter-format 8.4), as LLMeter's MlflowCallback does, and its files where
 * asked. What goes wrong is told among the run's diagnostics and harms nothing else.
 */
export function mlflowCallback(plan: MlflowPlan, context: MlflowCallbackContext): RunCallback {
  const { server } = context;
  let run: MlflowRun | null = null;
  const guarded = async (result: RunResult, what: string, log: () => Promise<void>) => {
    try {
      await log();
    } catch (error) {
      const advice = error instanceof MlflowError ? error.advice : 'See the server’s own log.';
      const message = context.redact(`${what} in MLflow: ${messageOf(error)}.`);
      const later = 'Then log the saved run with "llmeter mlflow FOLDER".';
      result.tell({ id: 'mlflow', severity: 'warning', message, advice: `${advice} ${later}` });
    }
  };
  return {
    name: 'mlflow',
    saved: { step: plan.step ?? null, nested: plan.nested },
    // Nobody wants to hear after an hour that the address was wrong.
    beforeRun: async () => {
      try {
        await server.check(experimentName(plan, context) ?? 'Default');
      } catch (error) {
        const advice = error instanceof MlflowError ? ` ${error.advice}` : '';
        context.warn(context.redact(`MLflow: ${messageOf(error)}.${advice} The run goes on.`));
      }
    },
    afterRun: result =>
      guarded(result, 'The results are not', async () => {
        run = await logResult(result, plan, context);
        result.tell({
          id: 'mlflow',
          severity: 'info',
          message: 'The results are in MLflow.',
          advice: `Look at ${server.page(run)}`,
        });
      }),
    ...(plan.artifacts && {
      afterSave: (result, folder) =>
        guarded(result, 'The run’s files are not', async () => {
          if (run !== null) await uploadFolder(server, run, folder);
        }),
    }),
    close: () => server.close(),
  };
}
