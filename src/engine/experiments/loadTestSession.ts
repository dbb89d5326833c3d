import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { messageOf, UserError } from '../../core/errors.ts';
import { levelName, requestsPerClient } from '../../core/loadTest/levels.ts';
import type { EngineEvents, StartLoadTest } from '../../protocol/engine.ts';
import type { LoadTestLevel, LoadTestOutcome, RunSnapshot } from '../../protocol/run.ts';
import { defaultRunName } from '../files/runFolder.ts';
import { parsePlan, type RunPlan } from '../plan.ts';
import { RunSession, type SessionContext } from '../session/runSession.ts';
import { loadTestOf, readLevel } from './readLoadTest.ts';

/** What a load test needs from its surroundings. */
export interface LoadTestContext extends SessionContext {
  onLevel(level: EngineEvents['level']): void;
}

/**
 * A plan run with one number of clients after another. Each level is a run in a folder of its own inside
 * the test's, and nothing else is put there: Python's loader takes every folder for a level (spec 7.1).
 */
export class LoadTestSession {
  readonly #start: StartLoadTest;
  readonly #context: LoadTestContext;
  #level: RunSession | null = null;
  #stopStage: 0 | 1 | 2 = 0;

  constructor(start: StartLoadTest, context: LoadTestContext) {
    this.#start = start;
    this.#context = context;
  }

  /**
   * Runs all levels, unless stopped. Rejects with UserError when plan, levels or their surroundings must
   * change; once a level is done, what ends the test is told in its outcome.
   */
  async run(): Promise<LoadTestOutcome> {
    const plan = parsePlan(this.#start.plan, 'The plan');
    const changes = levelPlans(plan, this.#start);
    const folder = await this.#testFolder(plan);
    const done: LoadTestLevel[] = [];
    const warnings: string[] = [];
    const outcome = (state: LoadTestOutcome['state'], message: string | null = null) => ({
      ...loadTestOf(folder, done, warnings),
      state,
      message,
    });
    for (const [index, change] of changes.entries()) {
      if (this.#stopStage !== 0) return outcome('partial');
      const { runId } = this.#start;
      this.#context.onLevel({ runId, index, of: changes.length, clients: change.clients });
      try {
        const run = await this.#runLevel({ ...change, output: folder });
        const { level, warnings: odd } = await readLevel(run.folder);
        done.push(level);
        warnings.push(...odd.map(warning => `${change.name}: ${warning}`));
        if (run.state === 'failed') return outcome('failed', run.message);
      } catch (error) {
        if (done.length === 0) throw error;
        return outcome('failed', `${change.name}: ${messageOf(error)}`);
      }
    }
    return outcome(this.#stopStage === 0 ? 'saved' : 'partial');
  }

  /** Ends the level that goes on, in the run's two stages, and begins no other. */
  stop(stage: 1 | 2): void {
    if (stage > this.#stopStage) this.#stopStage = stage;
    this.#level?.stop(stage);
  }

  snapshot(): RunSnapshot | null {
    return this.#level?.snapshot() ?? null;
  }

  async #runLevel(change: object) {
    const plan = { ...(this.#start.plan as object), ...change };
    this.#level = new RunSession({ ...this.#start, plan }, this.#context);
    if (this.#stopStage !== 0) this.#level.stop(this.#stopStage);
    return await this.#level.run();
  }

  /** A folder without anything in it; levels of an earlier test would be taken for this one's. */
  async #testFolder(plan: RunPlan): Promise<string> {
    const { baseFolder, defaultOutput } = this.#start;
    const output = resolve(baseFolder, plan.output ?? defaultOutput);
    const name = plan.name ?? defaultRunName(this.#context.clock.wall());
    if (name === '.' || name === '..') {
      throw new UserError(`"${name}" cannot be the name of a load test. Change "name".`);
    }
    for (let attempt = 1; ; attempt++) {
      const folder = join(output, attempt === 1 ? name : `${name}-${attempt}`);
      const inside = await readdir(folder).catch(() => []);
      if (inside.length === 0) return folder;
      if (plan.name !== undefined) {
        throw new UserError(
          `There is already something in ${folder}. Choose another "name", or remove the folder first.`,
        );
      }
    }
  }
}

/** What each level changes of the plan. */
function levelPlans(
  { requests, duration }: RunPlan,
  { levels, minRequestsPerClient: perClient, minRequestsPerRun: perRun }: StartLoadTest,
) {
  if (levels.length === 0) throw new UserError('A load test needs at least one level, e.g. 1, 2, 4, 8.');
  const twice = levels.find((clients, i) => levels.indexOf(clients) !== i);
  if (twice !== undefined) throw new UserError(`The level of ${twice} clients is asked for twice.`);
  if (duration !== undefined && (perClient ?? perRun) !== undefined) {
    throw new UserError('Give either "duration" or a least number of requests, not both.');
  }
  return levels.map(clients => ({
    name: levelName(clients),
    clients,
    lowMemory: true,
    requests: duration === undefined ? requestsPerClient(clients, perClient ?? requests, perRun) : undefined,
  }));
}
