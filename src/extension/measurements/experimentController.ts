import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { RunEstimate } from '../../core/cost/estimateTogether.ts';
import type { EndpointConfig } from '../../endpoints/kinds.ts';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { NetworkSettings, Planned, Secrets } from '../../protocol/engine.ts';
import type { SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import type { Log } from '../host/log.ts';
import { usualPrices } from '../host/prices.ts';
import { type ExperimentOutcome, ExperimentSession } from './measurement.ts';
import { Sessions, type Started } from './measurements.ts';
import type { ExperimentRequest, Side } from './wanted.ts';

export type StartedExperiment = Started<ExperimentSession, ExperimentOutcome>;

/** Starts experiments and knows the state of each until it is over. */
export class ExperimentController extends Sessions<ExperimentSession> {
  readonly #engine: EnginePort;
  readonly #secretsFor: (endpoint: SavedEndpoint) => Promise<Secrets>;
  readonly #networkFor: (config: EndpointConfig) => NetworkSettings;
  readonly #stopHearing: () => void;

  constructor(
    engine: EnginePort,
    secretsFor: (endpoint: SavedEndpoint) => Promise<Secrets>,
    networkFor: (config: EndpointConfig) => NetworkSettings,
    log: Log,
  ) {
    super(engine, log);
    this.#engine = engine;
    this.#secretsFor = secretsFor;
    this.#networkFor = networkFor;
    this.#stopHearing = engine.on('level', ({ runId, index }) => {
      const session = this.get(runId);
      if (!session) return;
      session.begin(index);
      this.touch(session);
    });
  }

  start(request: ExperimentRequest): StartedExperiment {
    const session = new ExperimentSession(randomUUID(), request);
    const outcome = this.conduct(session, async () => {
      const result = await this.#run(session.runId, request);
      session.finish(result);
      return result;
    });
    return { session, outcome };
  }

  override dispose(): void {
    this.#stopHearing();
    super.dispose();
  }

  /** What each of its runs would cost. Sends nothing. */
  async estimate(request: ExperimentRequest): Promise<RunEstimate[]> {
    return this.#engine.request('estimateCost', await this.#planned(request));
  }

  async #run(runId: string, request: ExperimentRequest): Promise<ExperimentOutcome> {
    const planned = await this.#planned(request);
    switch (planned.what) {
      case 'loadTest':
        return await this.#engine.request('loadTest', { ...planned, runId });
      case 'abRun':
        return await this.#engine.request('abRun', { ...planned, runId });
      case 'heatmap':
        return await this.#engine.request('heatmap', { ...planned, runId });
    }
  }

  async #planned(request: ExperimentRequest): Promise<Exclude<Planned, { what: 'run' }>> {
    const { baseFolder, defaultOutput } = request;
    const common = {
      baseFolder,
      defaultOutput,
      ...usualPrices(),
      allowModules: vscode.workspace.isTrusted,
    };
    switch (request.kind) {
      case 'load-test': {
        const { levels, minRequestsPerClient, minRequestsPerRun } = request;
        return {
          what: 'loadTest',
          ...common,
          ...(await this.#sideOf(request)),
          levels,
          ...(minRequestsPerClient !== undefined && { minRequestsPerClient }),
          ...(minRequestsPerRun !== undefined && { minRequestsPerRun }),
        };
      }
      case 'ab': {
        const { name, decidingMetric, recipeId } = request;
        const sides = request.sides.map(async ({ endpoint, ...side }) => ({
          ...side,
          secrets: await this.#secretsFor(endpoint),
        }));
        return {
          what: 'abRun',
          ...common,
          sides: await Promise.all(sides),
          network: this.#networkOfAll(request.sides),
          ...(name !== undefined && { name }),
          ...(decidingMetric !== undefined && { decidingMetric }),
          ...(recipeId !== undefined && { recipe: recipeId }),
        };
      }
      case 'heatmap': {
        const { source, inputLengths, outputLengths, requestsPerCombination } = request;
        return {
          what: 'heatmap',
          ...common,
          ...(await this.#sideOf(request)),
          ...{ source, inputLengths, outputLengths, requestsPerCombination },
        };
      }
    }
  }

  /** Where only some sides go out of this machine, the user's proxy has to serve all of them. */
  #networkOfAll(sides: readonly Side[]): NetworkSettings {
    return Object.assign({}, ...sides.map(({ endpoint }) => this.#networkFor(endpoint.config)));
  }

  async #sideOf({ plan, endpoint }: Side) {
    return {
      plan,
      secrets: await this.#secretsFor(endpoint),
      network: this.#networkFor(endpoint.config),
    };
  }
}
