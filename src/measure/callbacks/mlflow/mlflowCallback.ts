import { messageOf } from '../../../core/base/errors.ts';
import type { MlflowPlan } from '../../../core/plan/callbackPlan.ts';
import type { RunCallback } from '../../run/callbacks.ts';
import type { RunResult } from '../../run/runResult.ts';
import { experimentName, logResult, type MlflowContext, uploadFolder } from './logRun.ts';
import { MlflowError, type MlflowRun } from './trackingServer.ts';

export interface MlflowCallbackContext extends MlflowContext {
  /** Takes secrets out of a text. */
  redact: (text: string) => string;
  /** Reports something during the run. */
  warn: (message: string) => void;
}

/**
 * Logs a finished run to MLflow, like LLMeter's MlflowCallback (llmeter-format 8.4), and its files if the
 * plan says so. Errors are reported in the run's diagnostics and have no other effect.
 */
export function mlflowCallback(plan: MlflowPlan, context: MlflowCallbackContext): RunCallback {
  const { server } = context;
  let run: MlflowRun | null = null;
  const guarded = async (result: RunResult, what: string, log: () => Promise<void>) => {
    try {
      await log();
    } catch (error) {
      const advice = error instanceof MlflowError ? error.advice : 'See the server’s own log.';
      const message = context.redact(`${what} to MLflow: ${messageOf(error)}.`);
      const later = 'Then log the saved run with "llmeter mlflow FOLDER".';
      result.tell({ id: 'mlflow', severity: 'warning', message, advice: `${advice} ${later}` });
    }
  };
  return {
    name: 'mlflow',
    saved: { step: plan.step ?? null, nested: plan.nested },
    // A wrong address is reported now, not after an hour.
    beforeRun: async () => {
      try {
        await server.check(experimentName(plan, context) ?? 'Default');
      } catch (error) {
        const advice = error instanceof MlflowError ? ` ${error.advice}` : '';
        context.warn(context.redact(`MLflow: ${messageOf(error)}.${advice} The run continues.`));
      }
    },
    afterRun: result =>
      guarded(result, 'The results were not logged', async () => {
        run = await logResult(result, plan, context);
        result.tell({
          id: 'mlflow',
          severity: 'info',
          message: 'The results were logged to MLflow.',
          advice: `See ${server.page(run)}`,
        });
      }),
    ...(plan.artifacts && {
      afterSave: (result, folder) =>
        guarded(result, 'The run’s files were not uploaded', async () => {
          if (run !== null) await uploadFolder(server, run, folder);
        }),
    }),
    close: () => server.close(),
  };
}
