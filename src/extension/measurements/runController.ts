import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { CostEstimate } from '../../core/cost/estimate.ts';
import { estimateTogether } from '../../core/cost/estimateTogether.ts';
import type { EndpointConfig } from '../../endpoints/kinds.ts';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { Finished, Measurement } from '../../protocol/measurement.ts';
import type { RunOutcome } from '../../protocol/run.ts';
import type { NetworkSettings, Secrets, StartRun } from '../../protocol/start.ts';
import type { SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import type { Log } from '../host/log.ts';
import { usualPrices } from '../host/prices.ts';
import { Sessions, type Started } from './measurements.ts';
import { RunSession } from './runSession.ts';

export interface RunRequest {
  /** Unchecked; the engine answers with sentences. */
  plan: JsonObject;
  endpoint: SavedEndpoint;
  baseFolder: string;
  defaultOutput: string;
}

export type StartedRun = Started<RunSession, RunOutcome>;

/** Starts benchmarks, several at once if asked, and knows the state of each until it is over. */
export class RunController extends Sessions<RunSession> {
  readonly #engine: EnginePort;
  readonly #secretsFor: (endpoint: SavedEndpoint) => Promise<Secrets>;
  readonly #networkFor: (config: EndpointConfig) => NetworkSettings;

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
  }

  start(request: RunRequest): StartedRun {
    const { plan, baseFolder, endpoint } = request;
    const session = new RunSession(randomUUID(), plan, baseFolder, endpoint);
    return { session, outcome: this.conduct(session, () => this.#run(session, request)) };
  }

  /** What a run would cost; null where no price is known. Sends nothing. */
  async estimate(request: RunRequest): Promise<CostEstimate | null> {
    const start = await this.#paramsOf(request);
    return estimateTogether(await this.#engine.request('estimateCost', { kind: 'run', ...start }));
  }

  async #run(session: RunSession, request: RunRequest): Promise<RunOutcome> {
    const measurement: Measurement<'run'> = { kind: 'run', ...(await this.#paramsOf(request)) };
    const finished = await this.#engine.request('measure', { id: session.runId, measurement });
    const { outcome } = finished as Finished<'run'>;
    session.finish(outcome);
    return outcome;
  }

  async #paramsOf({ plan, endpoint, baseFolder, defaultOutput }: RunRequest): Promise<StartRun> {
    return {
      plan,
      baseFolder,
      defaultOutput,
      ...usualPrices(),
      allowModules: vscode.workspace.isTrusted,
      secrets: await this.#secretsFor(endpoint),
      network: this.#networkFor(endpoint.config),
    };
  }
}
