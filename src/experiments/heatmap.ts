import { basename } from 'node:path';
import { messageOf } from '../core/base/errors.ts';
import type { RunEstimate } from '../core/cost/estimateTogether.ts';
import { collectionLengths } from '../core/plan/prompts/promptCollection.ts';
import { writeExperiment } from '../folder/experimentFile.ts';
import type { RunPlan } from '../measure/plan/parsePlan.ts';
import { type MeasureContext, RunMeasurement } from '../measure/runMeasurement.ts';
import { endOfBudget } from '../measure/spending/costDiagnostics.ts';
import type { ExperimentState, HeatmapOutcome } from '../protocol/experiments.ts';
import type { StartHeatmap } from '../protocol/start.ts';
import { askedParameters, readHeatmap } from '../results/readHeatmap.ts';
import { lengthsOf } from './heatmapPlan.ts';

/**
 * One run that sends every combination of input and output length as often as asked, spread over the clients
 * (llmeter-format 7.2). Its folder is a run folder plus a file that records what was asked for.
 */
export class HeatmapMeasurement {
  readonly #start: StartHeatmap<RunPlan>;
  readonly #context: MeasureContext;
  #run: RunMeasurement | null = null;
  #stopStage: 0 | 1 | 2 = 0;

  constructor(start: StartHeatmap<RunPlan>, context: MeasureContext) {
    this.#start = start;
    this.#context = context;
  }

  /** Runs to the end, or as far as it got when stopped. Rejects with UserError when something must change. */
  async run(): Promise<HeatmapOutcome> {
    const { seed } = this.#start.plan;
    const say = this.#writer(collectionLengths({ ...lengthsOf(this.#start), seed }));
    let folder: string | null = null;
    this.#run = new RunMeasurement(this.#start, this.#context, {
      opened: async opened => {
        folder = opened;
        await say(opened, 'running', null);
      },
    });
    if (this.#stopStage !== 0) this.#run.stop(this.#stopStage);
    try {
      const { state, message, ...run } = await this.#run.run();
      const ended: ExperimentState = state === 'saved' || state === 'failed' ? state : 'partial';
      const endedByBudget = endOfBudget(run.diagnostics) !== undefined;
      await say(run.folder, ended, message);
      return { ...(await readHeatmap({ folder: run.folder })), state: ended, message, endedByBudget };
    } catch (error) {
      if (folder !== null) await say(folder, 'failed', messageOf(error)).catch(() => {});
      throw error;
    }
  }

  /** What it would cost. Sends nothing; rejects as `run` does. */
  estimate(): Promise<RunEstimate[]> {
    return new RunMeasurement(this.#start, this.#context).estimate();
  }

  /** Stops in the two stages of a run. Answers received so far are kept. */
  stop(stage: 1 | 2): void {
    if (stage > this.#stopStage) this.#stopStage = stage;
    this.#run?.stop(stage);
  }

  #writer(asked: ReturnType<typeof collectionLengths>) {
    const { source, requestsPerCombination } = this.#start;
    const startTime = this.#context.clock.wall();
    const parameters = { source, requestsPerCombination, ...askedParameters(asked) };
    return (folder: string, state: ExperimentState | 'running', message: string | null) =>
      writeExperiment(folder, {
        schema: 1,
        tool: this.#context.tool,
        kind: 'heatmap',
        name: basename(folder),
        state,
        message,
        recipe: null,
        decidingMetric: null,
        startTime,
        runs: [],
        parameters,
      });
  }
}
