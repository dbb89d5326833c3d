import type { Clock } from '../../../core/base/clock.ts';
import { messageOf, UserError } from '../../../core/base/errors.ts';
import { parseMlflowPlan } from '../../../core/plan/callbackPlan.ts';
import { HttpTransport } from '../../../endpoints/transport/httpTransport.ts';
import { loadRun } from '../../../folder/loadRun.ts';
import { scrubber } from '../../../folder/scrubber.ts';
import type { LoggedToMlflow, LogToMlflow } from '../../../protocol/engine.ts';
import { logResult, uploadFolder } from './logRun.ts';
import { mlflowAccess } from './mlflowAccess.ts';
import { MlflowError, TrackingServer } from './trackingServer.ts';

export interface SavedRunContext {
  clock: Clock;
  environment: Readonly<Record<string, string | undefined>>;
  tool: string;
  parents: Map<string, Promise<string>>;
}

/**
 * Logs a saved run, by any tool, just as the callback would have when the run ended. Throws UserError that
 * says what to change.
 */
export async function logSavedRun(
  { folder, mlflow, network }: LogToMlflow,
  context: SavedRunContext,
): Promise<LoggedToMlflow> {
  const { clock, environment } = context;
  const plan = parseMlflowPlan(mlflow);
  const access = mlflowAccess(plan, environment);
  const { summary, stats } = await loadRun(folder, { responses: false });
  const server = new TrackingServer(access, new HttpTransport({ clock, environment, ...network }));
  const warnings: string[] = [];
  const result = {
    // The folder may have been moved since the run.
    summary: { ...summary, output_path: folder },
    stats,
    interrupted: stats['interrupted'] === true,
    tell: ({ message, advice }: { message: string; advice: string }) => {
      warnings.push(`${message} ${advice}`);
    },
  };
  try {
    const run = await logResult(result, plan, { ...context, server, wall: () => clock.wall() });
    if (plan.artifacts) await uploadFolder(server, run, folder);
    return { page: server.page(run), warnings };
  } catch (error) {
    if (!(error instanceof MlflowError)) throw error;
    const message = `${folder} was not logged completely to MLflow: ${messageOf(error)}. ${error.advice}`;
    throw new UserError(scrubber(access.secrets)(message));
  } finally {
    server.close();
  }
}
