import { join, resolve } from 'node:path';
import { messageOf, UserError } from '../core/base/errors.ts';
import type { RunEstimate } from '../core/cost/estimateTogether.ts';
import type { Recipe } from '../core/recipes/recipe.ts';
import { recipeOf } from '../core/recipes/recipes.ts';
import { ExperimentFolder } from '../folder/experimentFolder.ts';
import { RunSession, type SessionContext } from '../measure/runMeasurement.ts';
import { endOfBudget } from '../measure/spending/costDiagnostics.ts';
import type { EngineEvents, StartRun } from '../protocol/engine.ts';
import type { AbOutcome, StartAb } from '../protocol/experiments.ts';
import type { RunOutcome, RunSnapshot } from '../protocol/run.ts';
import { compareAsMeant } from '../results/compareAsMeant.ts';
import { Turns } from './interleaving.ts';
import { armsOf, type CheckedArms } from './sides.ts';

/** What an A/B run needs from its surroundings. */
export interface AbContext extends SessionContext {
  log(entry: EngineEvents['log']): void;
}

/** Which arm spent what it may, and thereby ended all. */
function overBudget(arms: AbOutcome['arms']): string | null {
  for (const { name, outcome } of arms) {
    const end = endOfBudget(outcome.diagnostics);
    if (end) return `${name}: ${end.message}`;
  }
  return null;
}

/** How an arm ended. */
type ArmEnd = { outcome: RunOutcome } | { error: unknown };

/**
 * Plans that take turns request by request, each an arm with a run of its own in a folder of its own. As
 * soon as one arm cannot go on, the others stop too: alone they compare with nothing and cost money.
 */
export class AbSession {
  readonly #start: StartAb;
  readonly #context: AbContext;
  readonly #recipe: Recipe | null;
  #arms: RunSession[] = [];
  #stopStage: 0 | 1 | 2 = 0;

  constructor(start: StartAb, context: AbContext) {
    this.#start = start;
    this.#context = context;
    this.#recipe = recipeOf(start.recipe);
  }

  /**
   * Runs all arms, unless stopped, and compares them. Rejects with UserError when plans or their
   * surroundings must change; once requests were measured, what ended it is told in the outcome.
   */
  async run(): Promise<AbOutcome> {
    const { recipe } = this.#start;
    if (recipe !== undefined && this.#recipe === null) throw new UserError(`There is no recipe "${recipe}".`);
    const checked = armsOf(this.#start.arms);
    for (const message of checked.warnings) this.#context.log({ level: 'warn', message });
    const folder = await this.#folder(checked);
    try {
      const ends = await this.#runArms(checked, folder.path);
      const measured = ends.flatMap((end, i) =>
        'outcome' in end ? [{ name: checked.arms[i]?.name ?? '', outcome: end.outcome }] : [],
      );
      const [failed] = ends.flatMap(end => ('error' in end ? [end.error] : []));
      if (failed !== undefined && measured.every(({ outcome }) => outcome.totalRequests === 0)) throw failed;
      const complete = measured.every(({ outcome }) => outcome.state === 'saved');
      const state = failed !== undefined ? 'failed' : complete ? 'saved' : 'partial';
      const ended = overBudget(measured);
      const message = failed === undefined ? ended : messageOf(failed);
      await folder.finish(state, message);
      const compared = await this.#compare(checked.arms.map(({ name }) => join(folder.path, name)));
      return {
        ...{ folder: folder.path, name: folder.name, state, message, endedByBudget: ended !== null },
        arms: measured,
        ...compared,
      };
    } catch (error) {
      await folder.abandon(messageOf(error));
      throw error;
    }
  }

  /** What each arm would cost; sends nothing. Rejects as `run` does. */
  async estimate(): Promise<RunEstimate[]> {
    const { arms } = armsOf(this.#start.arms);
    const { defaultOutput } = this.#start;
    return (
      await Promise.all(
        arms.map((arm, i) => new RunSession(this.#startOf(arm, i, defaultOutput), this.#context).estimate()),
      )
    ).flat();
  }

  /**
   * Ends all arms, in a run's two stages. All hear of the first before any hears of the second: an arm that
   * gives its request up passes its turn on, and the next one must not take it.
   */
  stop(stage: 1 | 2): void {
    if (stage > this.#stopStage) this.#stopStage = stage;
    for (const arm of this.#arms) arm.stop(1);
    if (stage === 2) for (const arm of this.#arms) arm.stop(2);
  }

  snapshot(): RunSnapshot | null {
    return this.#arms[0]?.snapshot() ?? null;
  }

  async #runArms({ arms, clients, seed }: CheckedArms, output: string): Promise<ArmEnd[]> {
    const turns = new Turns(arms.length, clients, seed);
    this.#arms = arms.map(
      (arm, i) => new RunSession(this.#startOf(arm, i, output), this.#context, { turn: turns.turnOf(i) }),
    );
    if (this.#stopStage !== 0) this.stop(this.#stopStage);
    return await Promise.all(
      this.#arms.map(async (arm, i): Promise<ArmEnd> => {
        try {
          const outcome = await arm.run();
          turns.leave(i);
          if (outcome.state !== 'saved') this.#stopOthers(arm);
          return { outcome };
        } catch (error) {
          turns.leave(i, error);
          this.#stopOthers(arm);
          return { error };
        }
      }),
    );
  }

  #startOf(
    { name, plan, secrets, baseFolder: own }: CheckedArms['arms'][number],
    i: number,
    output: string,
  ): StartRun {
    const { runId, baseFolder, network, prices, allowModules = false } = this.#start;
    return {
      runId: `${runId}:${i}`,
      plan: { ...plan, name, output },
      baseFolder: own ?? baseFolder,
      defaultOutput: output,
      ...(prices !== undefined && { prices }),
      allowModules,
      secrets,
      network,
    };
  }

  #stopOthers(ended: RunSession): void {
    for (const arm of this.#arms) if (arm !== ended) arm.stop(1);
  }

  /** What cannot be compared, such as an arm without answers, is said and no failure: the data are saved. */
  async #compare(folders: readonly string[]): Promise<Pick<AbOutcome, 'comparison' | 'findings'>> {
    const meant = this.#start.headline ?? this.#recipe?.headline ?? null;
    try {
      const { comparison, findings } = await compareAsMeant(folders, {
        recipe: this.#recipe,
        headline: undefined,
        meant,
      });
      return { comparison, findings };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { comparison: null, findings: [error.message] };
    }
  }

  #folder({ arms, output }: CheckedArms): Promise<ExperimentFolder> {
    const { baseFolder, defaultOutput, name, headline } = this.#start;
    return ExperimentFolder.create(
      resolve(baseFolder, output ?? defaultOutput),
      name,
      this.#context.clock.wall(),
      {
        tool: this.#context.tool,
        kind: 'ab',
        recipe: this.#recipe?.id ?? null,
        headline: headline ?? this.#recipe?.headline ?? null,
        runs: arms.map(arm => arm.name),
        parameters: {},
      },
    );
  }
}
