import { resolve } from 'node:path';
import { messageOf, UserError } from '../core/base/errors.ts';
import type { RunEstimate } from '../core/cost/estimateTogether.ts';
import { withOwnSalt } from '../core/plan/ownSalt.ts';
import { ExperimentFolder } from '../folder/experimentFolder.ts';
import { parsePlan, type RunPlan } from '../measure/plan/parsePlan.ts';
import { type MeasureContext, RunMeasurement } from '../measure/runMeasurement.ts';
import type { RepeatsOutcome } from '../protocol/experiments.ts';
import type { Measurement } from '../protocol/measurement.ts';
import type { RunOutcome } from '../protocol/run.ts';
import type { StartRun } from '../protocol/start.ts';
import { tooManyFailures } from '../protocol/tooManyFailures.ts';
import { readRepeats } from '../results/readRepeats.ts';
import { type Ending, endingAfter, endingOf } from './ending.ts';

/** Makes the same run several times, one after the other. Each is a run in its own folder. */
export class RepeatsMeasurement {
  readonly #start: StartRun<RunPlan>;
  readonly #context: MeasureContext;
  readonly #names: readonly string[];
  #run: RunMeasurement | null = null;
  /** What remains of the budget. */
  #left: number | undefined;
  #failing = false;
  #stopStage: 0 | 1 | 2 = 0;

  constructor(start: StartRun<RunPlan>, context: MeasureContext) {
    this.#start = start;
    this.#context = context;
    this.#names = repeatNames(start.plan.repeats);
    this.#left = start.plan.cost ? start.plan.cost.budget : undefined;
  }

  /** Makes all runs, unless stopped. Rejects with UserError when something must change before the first. */
  async run(): Promise<RepeatsOutcome> {
    const { plan, baseFolder, defaultOutput } = this.#start;
    const folder = await ExperimentFolder.create(
      resolve(baseFolder, plan.output ?? defaultOutput),
      plan.name,
      this.#context.clock.wall(),
      {
        ...{ tool: this.#context.tool, kind: 'repeats', recipe: null, decidingMetric: null },
        ...{ runs: this.#names, parameters: {} },
      },
    );
    try {
      const ending = await this.#runAll(folder.path);
      await folder.finish(ending.state, ending.message);
      const repeated = await readRepeats(folder.path, this.#start.prices);
      return { ...repeated, ...ending, ...(this.#failing && { tooManyFailures: true }) };
    } catch (error) {
      await folder.abandon(messageOf(error));
      throw error;
    }
  }

  /** What each run would cost. Sends nothing; rejects as `run` does. */
  async estimate(): Promise<RunEstimate[]> {
    const [one] = await new RunMeasurement(this.#start, this.#context).estimate();
    return this.#names.map(name => ({ name, estimate: one?.estimate ?? null }));
  }

  /** Stops the current run in the two stages of a run, and starts no other. */
  stop(stage: 1 | 2): void {
    if (stage > this.#stopStage) this.#stopStage = stage;
    this.#run?.stop(stage);
  }

  async #runAll(output: string): Promise<Ending> {
    for (const [step, name] of this.#names.entries()) {
      if (this.#stopStage !== 0) break;
      this.#context.onStep(step);
      try {
        const ending = endingAfter(await this.#runOne(step, name, output), name);
        if (ending) return ending;
      } catch (error) {
        if (step === 0) throw error;
        return endingOf(error, name);
      }
    }
    return { state: this.#stopStage === 0 ? 'saved' : 'partial', message: null, endedByBudget: false };
  }

  /** All runs share the budget. */
  async #runOne(step: number, name: string, output: string): Promise<RunOutcome> {
    const left = this.#left;
    const plan = { ...withOwnSalt(this.#start.plan, name), name, output, repeats: 1 };
    this.#run = new RunMeasurement({ ...this.#start, plan }, this.#context, {
      step,
      ...(left !== undefined && { budget: left }),
    });
    if (this.#stopStage !== 0) this.#run.stop(this.#stopStage);
    const run = await this.#run.run();
    if (left !== undefined) this.#left = left - (run.cost?.total ?? 0);
    if (tooManyFailures(run.diagnostics).length > 0) this.#failing = true;
    return run;
  }
}

/** Checks the plan of a repeated run. Throws UserError. */
export function checkRepeats(start: Measurement<'repeats'>): Measurement<'repeats', RunPlan> {
  const plan = parsePlan(start.plan, 'The plan');
  if (plan.repeats < 2) throw new UserError('A repeated run needs "repeats" of at least 2.');
  return { ...start, plan };
}

/** Refuses a plan that is to be repeated, where only a single run can be made of it. Throws UserError. */
export function withoutRepeats(plan: RunPlan, what: string): RunPlan {
  if (plan.repeats === 1) return plan;
  throw new UserError(`${what} cannot be repeated: remove "repeats" from the plan, or set it to 1.`);
}

/** The names of the runs, which are also those of their folders. */
function repeatNames(count: number): string[] {
  const digits = String(count).length;
  return Array.from({ length: count }, (_, i) => `run-${String(i + 1).padStart(digits, '0')}`);
}
