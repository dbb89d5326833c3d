import { resolve } from 'node:path';
import { messageOf, UserError } from '../core/base/errors.ts';
import type { RunConditions } from '../core/compare/conditions.ts';
import type { RunEstimate } from '../core/cost/estimateTogether.ts';
import { countOf } from '../core/format/quantities.ts';
import { levelName, missingLevels, requestsPerClient } from '../core/loadTest/levels.ts';
import { repeatedInLevels } from '../core/loadTest/repeatedPrompts.ts';
import { withOwnSalt } from '../core/plan/ownSalt.ts';
import { ExperimentFolder } from '../folder/experimentFolder.ts';
import { parsePlan, type RunPlan } from '../measure/plan/parsePlan.ts';
import { type MeasureContext, RunMeasurement } from '../measure/runMeasurement.ts';
import type { Measurement } from '../protocol/measurement.ts';
import type { LoadTestLevel, LoadTestOutcome } from '../protocol/run.ts';
import type { StartLoadTest } from '../protocol/start.ts';
import { loadTestOf, readLevel } from '../results/readLoadTest.ts';
import { type Ending, endingAfter, endingOf } from './ending.ts';
import { withoutRepeats } from './repeats.ts';

/**
 * Runs a plan with one number of clients after another. Each level is a run in its own folder inside the
 * test's. No other folder may be there: Python's loader reads every folder as a level and ignores plain files
 * (llmeter-format 7.1).
 */
export class LoadTestMeasurement {
  readonly #start: StartLoadTest<RunPlan>;
  readonly #context: MeasureContext;
  #level: RunMeasurement | null = null;
  readonly #conditions: RunConditions[] = [];
  #stopStage: 0 | 1 | 2 = 0;

  constructor(start: StartLoadTest<RunPlan>, context: MeasureContext) {
    this.#start = start;
    this.#context = context;
  }

  /**
   * Runs all levels, unless stopped. Rejects with UserError when the plan, the levels or their environment
   * must change. Once a level is done, the outcome says what ended the test instead.
   */
  async run(): Promise<LoadTestOutcome> {
    const { plan, levels } = this.#start;
    const folder = await this.#folder();
    const done: LoadTestLevel[] = [];
    const warnings: string[] = [];
    try {
      const budget = plan.cost ? plan.cost.budget : undefined;
      const ending = await this.#runLevels(budget, folder.path, done, warnings);
      await folder.finish(ending.state, ending.message);
      const missing = missingLevels(
        levels,
        done.map(({ clients }) => clients),
      );
      const repeated = repeatedInLevels(this.#conditions);
      return { ...loadTestOf(folder.path, done, [...warnings, ...missing, ...repeated]), ...ending };
    } catch (error) {
      await folder.abandon(messageOf(error));
      throw error;
    }
  }

  /** What each level would cost. Sends nothing; rejects as `run` does. */
  async estimate(): Promise<RunEstimate[]> {
    const estimates: RunEstimate[] = [];
    for (const clients of this.#start.levels) {
      const plan = levelPlan(this.#start, clients);
      const [level] = await new RunMeasurement({ ...this.#start, plan }, this.#context).estimate();
      estimates.push({ name: countOf(clients, 'client'), estimate: level?.estimate ?? null });
    }
    return estimates;
  }

  /** Stops the current level in the two stages of a run, and starts no other. */
  stop(stage: 1 | 2): void {
    if (stage > this.#stopStage) this.#stopStage = stage;
    this.#level?.stop(stage);
  }

  async #runLevels(
    budget: number | undefined,
    output: string,
    done: LoadTestLevel[],
    warnings: string[],
  ): Promise<Ending> {
    let left = budget;
    for (const [step, clients] of this.#start.levels.entries()) {
      if (this.#stopStage !== 0) break;
      this.#context.onStep(step);
      const name = levelName(clients);
      try {
        const run = await this.#runLevel(step, { ...levelPlan(this.#start, clients), output }, left);
        if (left !== undefined) left -= run.cost?.total ?? 0;
        const { level, sample, warnings: odd } = await readLevel(run.folder);
        done.push(level);
        this.#conditions.push(sample.conditions);
        warnings.push(...odd.map(warning => `${name}: ${warning}`));
        const ending = endingAfter(run, name);
        if (ending) return ending;
      } catch (error) {
        if (done.length === 0) throw error;
        return endingOf(error, name);
      }
    }
    return { state: this.#stopStage === 0 ? 'saved' : 'partial', message: null, endedByBudget: false };
  }

  /** All levels share the budget; `left` is what remains of it for this one. */
  async #runLevel(step: number, plan: RunPlan, left: number | undefined) {
    this.#level = new RunMeasurement({ ...this.#start, plan }, this.#context, {
      step,
      ...(left !== undefined && { budget: left }),
    });
    if (this.#stopStage !== 0) this.#level.stop(this.#stopStage);
    return await this.#level.run();
  }

  #folder(): Promise<ExperimentFolder> {
    const { baseFolder, defaultOutput, levels, plan } = this.#start;
    const { output, name } = plan;
    return ExperimentFolder.create(
      resolve(baseFolder, output ?? defaultOutput),
      name,
      this.#context.clock.wall(),
      {
        tool: this.#context.tool,
        kind: 'load-test',
        recipe: null,
        decidingMetric: null,
        runs: levels.map(levelName),
        parameters: {},
      },
    );
  }
}

/** Checks the plan of a load test and its levels. Throws UserError. */
export function checkLoadTest(start: Measurement<'load-test'>): Measurement<'load-test', RunPlan> {
  const { levels, minRequestsPerClient: perClient, minRequestsPerRun: perRun } = start;
  const plan = withoutRepeats(parsePlan(start.plan, 'The plan'), 'A load test');
  if (levels.length === 0) throw new UserError('A load test needs at least one level, e.g. 1, 2, 4, 8.');
  const twice = levels.find((clients, i) => levels.indexOf(clients) !== i);
  if (twice !== undefined) throw new UserError(`The level of ${twice} clients is listed twice.`);
  if (plan.distribute) {
    throw new UserError(
      'In a load test each client sends its own number of requests: remove "distribute" from the plan.',
    );
  }
  if (plan.duration !== undefined && (perClient ?? perRun) !== undefined) {
    throw new UserError('Set either "duration" or a minimum number of requests, not both.');
  }
  for (const clients of levels) requestsPerClient(clients, perClient ?? plan.requests, perRun);
  return { ...start, plan };
}

/** The plan of one level. */
export function levelPlan(
  { plan, minRequestsPerClient: perClient, minRequestsPerRun: perRun }: StartLoadTest<RunPlan>,
  clients: number,
): RunPlan {
  const { requests, duration } = plan;
  return {
    ...withOwnSalt(plan, levelName(clients)),
    name: levelName(clients),
    clients,
    lowMemory: true,
    requests: duration === undefined ? requestsPerClient(clients, perClient ?? requests, perRun) : undefined,
  };
}
