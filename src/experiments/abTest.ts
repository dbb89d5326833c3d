import { join, resolve } from 'node:path';
import { messageOf, UserError } from '../core/base/errors.ts';
import type { RunEstimate } from '../core/cost/estimateTogether.ts';
import { withOwnSalt } from '../core/plan/ownSalt.ts';
import type { Recipe } from '../core/recipes/recipe.ts';
import { recipeOf } from '../core/recipes/recipes.ts';
import { ExperimentFolder } from '../folder/experimentFolder.ts';
import type { RunPlan } from '../measure/plan/parsePlan.ts';
import { type MeasureContext, RunMeasurement } from '../measure/runMeasurement.ts';
import { endOfBudget } from '../measure/spending/costDiagnostics.ts';
import type { AbOutcome } from '../protocol/experiments.ts';
import type { RunOutcome } from '../protocol/run.ts';
import type { AbSide, StartAb, StartRun } from '../protocol/start.ts';
import { compareAsMeant } from '../results/compareAsMeant.ts';
import { Interleaving } from './interleaving.ts';
import { furtherDifferences } from './sides.ts';

/** Which side reached its budget and thereby ended the test. */
function overBudget(sides: AbOutcome['sides']): string | null {
  for (const { name, outcome } of sides) {
    const end = endOfBudget(outcome.diagnostics);
    if (end) return `${name}: ${end.message}`;
  }
  return null;
}

/** The side that failed too often to go on, and thereby ended the test. */
function stoppedSide(sides: AbOutcome['sides']): string | null {
  const stopped = sides.find(({ outcome }) => outcome.message !== null);
  return stopped ? `${stopped.name}: ${stopped.outcome.message}` : null;
}

/** How a side ended. */
type SideEnd = { outcome: RunOutcome } | { error: unknown };

/**
 * Interleaves the requests of several plans. Each plan is a side with its own run in its own folder. As soon
 * as one side cannot go on, the others stop too: their requests cost money and have nothing to compare with.
 */
export class AbTest {
  readonly #start: StartAb<RunPlan>;
  readonly #context: MeasureContext;
  readonly #recipe: Recipe | null;
  #sides: RunMeasurement[] = [];
  #stopStage: 0 | 1 | 2 = 0;

  constructor(start: StartAb<RunPlan>, context: MeasureContext) {
    this.#start = start;
    this.#context = context;
    this.#recipe = recipeOf(start.recipe);
  }

  /**
   * Runs all sides, unless stopped, and compares them. Rejects with UserError when a plan or its
   * environment must change. Once requests were measured, the outcome says what ended the test instead.
   */
  async run(): Promise<AbOutcome> {
    const { recipe } = this.#start;
    if (recipe !== undefined && this.#recipe === null) throw new UserError(`There is no recipe "${recipe}".`);
    const { sides } = this.#start;
    for (const message of furtherDifferences(sides)) this.#context.log?.({ level: 'warn', message });
    const folder = await this.#folder();
    try {
      const ends = await this.#runSides(folder.path);
      const measured = ends.flatMap((end, i) =>
        'outcome' in end ? [{ name: sides[i]?.name ?? '', outcome: end.outcome }] : [],
      );
      const [failed] = ends.flatMap(end => ('error' in end ? [end.error] : []));
      if (failed !== undefined && measured.every(({ outcome }) => outcome.totalRequests === 0)) throw failed;
      const complete = measured.every(({ outcome }) => outcome.state === 'saved');
      const state = failed !== undefined ? 'failed' : complete ? 'saved' : 'partial';
      const ended = overBudget(measured);
      const message = failed === undefined ? (ended ?? stoppedSide(measured)) : messageOf(failed);
      await folder.finish(state, message);
      const compared = await this.#compare(sides.map(({ name }) => join(folder.path, name)));
      return {
        ...{ folder: folder.path, name: folder.name, state, message, endedByBudget: ended !== null },
        sides: measured,
        ...compared,
      };
    } catch (error) {
      await folder.abandon(messageOf(error));
      throw error;
    }
  }

  /** What each side would cost. Sends nothing; rejects as `run` does. */
  async estimate(): Promise<RunEstimate[]> {
    const { sides, defaultOutput } = this.#start;
    return (
      await Promise.all(
        sides.map(side => new RunMeasurement(this.#startOf(side, defaultOutput), this.#context).estimate()),
      )
    ).flat();
  }

  /**
   * Stops all sides in the two stages of a run. All get the first stage before any gets the second: a side
   * that aborts its request passes its turn on, and the next side must not use it.
   */
  stop(stage: 1 | 2): void {
    if (stage > this.#stopStage) this.#stopStage = stage;
    for (const side of this.#sides) side.stop(1);
    if (stage === 2) for (const side of this.#sides) side.stop(2);
  }

  async #runSides(output: string): Promise<SideEnd[]> {
    const { sides } = this.#start;
    const { clients = 1, seed = 0 } = sides[0]?.plan ?? {};
    const interleaving = new Interleaving(sides.length, clients, seed);
    this.#sides = sides.map(
      (side, i) =>
        new RunMeasurement(this.#startOf(side, output), this.#context, {
          step: i,
          turn: interleaving.turnOf(i),
        }),
    );
    if (this.#stopStage !== 0) this.stop(this.#stopStage);
    return await Promise.all(
      this.#sides.map(async (side, i): Promise<SideEnd> => {
        try {
          const outcome = await side.run();
          interleaving.leave(i);
          if (outcome.state !== 'saved') this.#stopOthers(side);
          return { outcome };
        } catch (error) {
          interleaving.leave(i, error);
          this.#stopOthers(side);
          return { error };
        }
      }),
    );
  }

  #startOf({ name, plan, secrets, baseFolder: own }: AbSide<RunPlan>, output: string): StartRun<RunPlan> {
    const { baseFolder, network, prices, allowModules = false } = this.#start;
    return {
      plan: { ...withOwnSalt(plan, name), name, output },
      baseFolder: own ?? baseFolder,
      defaultOutput: output,
      ...(prices !== undefined && { prices }),
      allowModules,
      secrets,
      network,
    };
  }

  #stopOthers(ended: RunMeasurement): void {
    for (const side of this.#sides) if (side !== ended) side.stop(1);
  }

  /** A side that cannot be compared, such as one without answers, is a finding and not a failure: data are saved. */
  async #compare(folders: readonly string[]): Promise<Pick<AbOutcome, 'comparison' | 'findings'>> {
    const meant = this.#start.decidingMetric ?? this.#recipe?.decidingMetric ?? null;
    try {
      const { comparison, findings } = await compareAsMeant(folders, {
        recipe: this.#recipe,
        decidingMetric: undefined,
        meant,
        margin: this.#start.margin ?? null,
      });
      return { comparison, findings };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { comparison: null, findings: [error.message] };
    }
  }

  #folder(): Promise<ExperimentFolder> {
    const { sides, baseFolder, defaultOutput, name, decidingMetric, margin } = this.#start;
    const output = sides[0]?.plan.output;
    return ExperimentFolder.create(
      resolve(baseFolder, output ?? defaultOutput),
      name,
      this.#context.clock.wall(),
      {
        tool: this.#context.tool,
        kind: 'ab',
        recipe: this.#recipe?.id ?? null,
        decidingMetric: decidingMetric ?? this.#recipe?.decidingMetric ?? null,
        ...(margin !== undefined && { margin }),
        runs: sides.map(side => side.name),
        parameters: {},
      },
    );
  }
}
