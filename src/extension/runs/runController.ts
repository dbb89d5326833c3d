import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { JsonObject } from '../../core/jsonValue.ts';
import type { EndpointConfig } from '../../endpoints/kinds.ts';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { NetworkSettings, Secrets } from '../../protocol/engine.ts';
import type { RunOutcome, RunSnapshot } from '../../protocol/run.ts';
import type { SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import type { Log } from '../host/log.ts';
import { RunSession } from './runSession.ts';

export interface RunRequest {
  /** Unchecked; the engine answers with sentences. */
  plan: JsonObject;
  endpoint: SavedEndpoint;
  baseFolder: string;
  defaultOutput: string;
}

export interface StartedRun {
  session: RunSession;
  /** Rejects with the engine's refusal, e.g. of a plan that makes no sense. */
  outcome: Promise<RunOutcome>;
}

/** Starts benchmarks, several at once if asked, and knows the state of each until it is over. */
export class RunController implements vscode.Disposable {
  readonly #engine: EnginePort;
  readonly #secretsFor: (endpoint: SavedEndpoint) => Promise<Secrets>;
  readonly #networkFor: (config: EndpointConfig) => NetworkSettings;
  readonly #log: Log;
  readonly #sessions = new Map<string, RunSession>();
  readonly #outcomes = new Map<string, Promise<unknown>>();
  readonly #changed = new vscode.EventEmitter<RunSession>();
  readonly #stopListening: () => void;
  /** Fires for each start, each snapshot and each end. */
  readonly onDidChange = this.#changed.event;

  constructor(
    engine: EnginePort,
    secretsFor: (endpoint: SavedEndpoint) => Promise<Secrets>,
    networkFor: (config: EndpointConfig) => NetworkSettings,
    log: Log,
  ) {
    this.#engine = engine;
    this.#secretsFor = secretsFor;
    this.#networkFor = networkFor;
    this.#log = log;
    this.#stopListening = engine.on('snapshot', snapshot => this.#take(snapshot));
  }

  /** Runs in progress, oldest first. */
  active(): RunSession[] {
    return [...this.#sessions.values()];
  }

  get(runId: string): RunSession | undefined {
    return this.#sessions.get(runId);
  }

  start(request: RunRequest): StartedRun {
    const { plan, baseFolder, endpoint } = request;
    const session = new RunSession(randomUUID(), plan, baseFolder, endpoint);
    this.#sessions.set(session.runId, session);
    this.#changed.fire(session);
    const outcome = this.#run(session, request);
    this.#outcomes.set(
      session.runId,
      outcome.then(undefined, () => undefined),
    );
    return { session, outcome };
  }

  /** First call: no new requests, those in flight may finish. Second call: abort them. Data are kept. */
  async stop(session: RunSession, stage: 1 | 2 = session.nextStopStage()): Promise<void> {
    this.#log.info(`Stopping run ${session.runId}, stage ${stage}.`);
    await this.#engine.request('stop', { runId: session.runId, stage });
  }

  /** Aborts everything and waits until what was measured is saved. */
  async stopAll(): Promise<void> {
    const outcomes = [...this.#outcomes.values()];
    await Promise.allSettled(this.active().map(session => this.stop(session, 2)));
    await Promise.all(outcomes);
  }

  dispose(): void {
    this.#stopListening();
    this.#changed.dispose();
  }

  async #run(session: RunSession, request: RunRequest): Promise<RunOutcome> {
    const { runId } = session;
    try {
      const outcome = await this.#engine.request('run', {
        runId,
        plan: request.plan,
        baseFolder: request.baseFolder,
        defaultOutput: request.defaultOutput,
        secrets: await this.#secretsFor(request.endpoint),
        network: this.#networkFor(request.endpoint.config),
      });
      session.finish(outcome);
      this.#log.info(`Run ${runId} is ${outcome.state}: ${outcome.folder}`);
      return outcome;
    } catch (error) {
      session.fail();
      throw error;
    } finally {
      this.#sessions.delete(runId);
      this.#outcomes.delete(runId);
      this.#changed.fire(session);
    }
  }

  #take(snapshot: RunSnapshot): void {
    const session = this.#sessions.get(snapshot.runId);
    if (!session) return;
    const before = session.state;
    try {
      session.take(snapshot);
    } catch (error) {
      this.#log.error(error instanceof Error ? error : String(error));
      return;
    }
    if (before !== session.state) this.#log.debug(`Run ${session.runId}: ${before} -> ${session.state}.`);
    this.#changed.fire(session);
  }
}
