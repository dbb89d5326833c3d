import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { RunEstimate } from '../../core/cost/estimateTogether.ts';
import type { EndpointConfig } from '../../endpoints/kinds.ts';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { Measurement } from '../../protocol/measurement.ts';
import type { NetworkSettings, Secrets } from '../../protocol/start.ts';
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
    this.#stopHearing = engine.on('step', ({ id, step }) => {
      const session = this.get(id);
      if (!session) return;
      session.begin(step);
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
    const measurement = await this.#planned(request);
    const { outcome } = await this.#engine.request('measure', { id: runId, measurement });
    return outcome as ExperimentOutcome;
  }

  async #planned(request: ExperimentRequest): Promise<Measurement> {
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
          kind: 'load-test',
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
          kind: 'ab',
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
          kind: 'heatmap',
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
