import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { metricBatches, mlflowMetrics, mlflowParams } from '../../../core/callbacks/mlflowRecord.ts';
import type { MlflowPlan } from '../../../core/plan/callbackPlan.ts';
import type { RunResult } from '../../run/runResult.ts';
import { MlflowError, type MlflowRun, type TrackingServer } from './trackingServer.ts';

/** What logging needs besides the plan. */
export interface MlflowContext {
  server: TrackingServer;
  environment: Readonly<Record<string, string | undefined>>;
  /** Written into the runs as what made them. */
  tool: string;
  /** Milliseconds since the epoch. */
  wall: () => number;
  /** Runs being made for others to nest in, by what they are for: sides of an A/B run end together. */
  parents: Map<string, Promise<string>>;
}

/** What is logged of a run, whether it just ended or was saved long ago. */
export type LoggedResult = Pick<RunResult, 'summary' | 'stats' | 'interrupted' | 'tell'>;

/** A file is read as a whole to be uploaded. Bytes. */
const largestFile = 512 * 1024 * 1024;
/** Says of a run which folder's runs are nested in it. */
const folderTag = 'llmeter.folder';

/** Logs to the run that the plan means, new or there already; answers with it. Throws MlflowError. */
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
        message: `MLflow takes no metric of the name ${refused.map(key => JSON.stringify(key)).join(', ')}; the others were logged.`,
        advice: 'Name contributed statistics with letters, digits, spaces and _ - . / alone.',
      });
    }
  } catch (error) {
    // The first error is the one to tell.
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

/** The name of the experiment, where one is given; there are ids and a default as well. */
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
        `${name} has ${Math.round(size / 1024 ** 2)} MB, more than is uploaded`,
        `Upload it from ${folder}, e.g. with "mlflow artifacts log-artifact".`,
      );
    }
    await server.upload(run, name, await readFile(file));
  }
}
