import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { metricBatches, mlflowMetrics, mlflowParams } from '../../../core/callbacks/mlflowRecord.ts';
import type { MlflowPlan } from '../../../core/plan/callbackPlan.ts';
import type { RunResult } from '../../run/runResult.ts';
import { MlflowError, type MlflowRun, type TrackingServer } from './trackingServer.ts';

/** What logging needs in addition to the plan. */
export interface MlflowContext {
  server: TrackingServer;
  environment: Readonly<Record<string, string | undefined>>;
  /** Written to the runs as their source. */
  tool: string;
  /** Milliseconds since the epoch. */
  wall: () => number;
  /** Parent runs that are being created, by what they are for: the sides of an A/B test end together. */
  parents: Map<string, Promise<string>>;
}

/** The part of a run's result that is logged, whether the run just ended or was saved before. */
export type LoggedResult = Pick<RunResult, 'summary' | 'stats' | 'interrupted' | 'tell'>;

/** Bytes. Files are read completely before they are uploaded. */
const largestFile = 512 * 1024 * 1024;
/** The tag of a parent run: the folder whose runs are nested in it. */
const folderTag = 'llmeter.folder';

/** Logs to the plan's run, which is new or already exists, and returns it. Throws MlflowError. */
export async function logResult(
  result: LoggedResult,
  plan: MlflowPlan,
  context: MlflowContext,
): Promise<MlflowRun> {
  const { server, environment, wall } = context;
  const { summary, stats, interrupted } = result;
  const given = plan.runId ?? environment['MLFLOW_RUN_ID'];
  const ours = plan.nested || given === undefined;
  const run = ours ? await newRun(result, plan, given, context) : await server.run(given);
  try {
    const { metrics, refused } = mlflowMetrics(stats, { timestamp: wall(), step: plan.step ?? 0 });
    const [first = [], ...further] = metricBatches(metrics);
    await server.log(run.id, mlflowParams(summary), first);
    for (const batch of further) await server.log(run.id, [], batch);
    if (refused.length > 0) {
      result.tell({
        id: 'mlflow',
        severity: 'warning',
        message: `MLflow does not accept the metric name ${refused.map(key => JSON.stringify(key)).join(', ')}; the other metrics were logged.`,
        advice: 'In names of contributed statistics, use only letters, digits, spaces and _ - . /.',
      });
    }
  } catch (error) {
    // The first error is the one to report.
    if (ours) await server.end(run.id, 'FAILED', wall()).catch(() => {});
    throw error;
  }
  if (ours) await server.end(run.id, interrupted ? 'KILLED' : 'FINISHED', summary.end_time ?? wall());
  return run;
}

async function newRun(
  { summary }: LoggedResult,
  plan: MlflowPlan,
  given: string | undefined,
  context: MlflowContext,
): Promise<MlflowRun> {
  const { server, tool, wall } = context;
  const startTime = summary.start_time ?? wall();
  const source = { 'mlflow.source.name': tool, 'mlflow.source.type': 'LOCAL' };
  const folder = dirname(summary.output_path ?? '.').replaceAll('"', '%22');
  const makeParent = async (experimentId: string): Promise<string> => {
    const known = await server.taggedRun(experimentId, folderTag, folder);
    if (known) return known.id;
    const tags = { ...source, [folderTag]: folder };
    const made = await server.createRun(experimentId, { name: basename(folder), startTime, tags });
    await server.end(made.id, 'FINISHED', wall());
    return made.id;
  };
  const parentOf = (experimentId: string): Promise<string> => {
    const { parents } = context;
    const key = `${server.uri} ${experimentId} ${folder}`;
    const underway = parents.get(key) ?? makeParent(experimentId).finally(() => parents.delete(key));
    parents.set(key, underway);
    return underway;
  };
  const parent = plan.nested && given !== undefined ? await server.run(given) : null;
  const experimentId = parent?.experimentId ?? (await experimentOf(plan, context));
  const parentId = plan.nested ? (parent?.id ?? (await parentOf(experimentId))) : null;
  return server.createRun(experimentId, {
    name: plan.runName ?? summary.run_name ?? 'llmeter',
    startTime,
    tags: { ...source, ...(parentId !== null && { 'mlflow.parentRunId': parentId }) },
  });
}

async function experimentOf(plan: MlflowPlan, context: MlflowContext): Promise<string> {
  const name = experimentName(plan, context);
  if (name !== undefined) return context.server.experimentId(name);
  return context.environment['MLFLOW_EXPERIMENT_ID'] ?? '0';
}

/** The name of the experiment, if there is one. An experiment may also be given by id or be the default. */
export function experimentName(
  { experiment }: MlflowPlan,
  { environment }: MlflowContext,
): string | undefined {
  return experiment ?? environment['MLFLOW_EXPERIMENT_NAME'];
}

/** Uploads every file of a run folder. Throws MlflowError. */
export async function uploadFolder(server: TrackingServer, run: MlflowRun, folder: string): Promise<void> {
  for (const name of (await readdir(folder)).sort()) {
    const file = join(folder, name);
    const { size } = await stat(file);
    if (size > largestFile) {
      throw new MlflowError(
        `${name} is too large to be uploaded (${Math.round(size / 1024 ** 2)} MB)`,
        `Upload it from ${folder}, e.g. with "mlflow artifacts log-artifact".`,
      );
    }
    await server.upload(run, name, await readFile(file));
  }
}
