import * as vscode from 'vscode';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { EngineEvents } from '../../protocol/engine.ts';
import type { RunSnapshot } from '../../protocol/run.ts';
import type { Log } from '../host/log.ts';

/** What goes on in the engine under a run id: one run, or an experiment of several. */
export interface EngineSession {
  readonly runId: string;
  /** How people call it. */
  readonly title: string;
  readonly state: string;
  /** Where it is saved; null until there is something. */
  readonly folder: string | null;
  /** The newest snapshot that has come. */
  readonly snapshot: RunSnapshot | null;
  /** Takes the engine's newest word; throws where it makes no sense. */
  take(step: number, snapshot: RunSnapshot): void;
  /** The stage that the next request to stop is. */
  nextStopStage(): 1 | 2;
  /** Notes that it was asked to stop. */
  stopAsked(stage: 1 | 2): void;
  /** The engine refused it, or is gone. */
  fail(): void;
}

/** One that has begun. */
export interface Started<S, O> {
  session: S;
  /** Rejects with the engine's refusal, e.g. of a plan that makes no sense. */
  outcome: Promise<O>;
}

/** Sessions of one sort in progress: each hears its snapshots, can be stopped, and is forgotten at its end. */
export class Sessions<S extends EngineSession> implements vscode.Disposable {
  readonly #engine: EnginePort;
  readonly #log: Log;
  readonly #sessions = new Map<string, S>();
  readonly #ends = new Map<string, Promise<unknown>>();
  readonly #changed = new vscode.EventEmitter<S>();
  readonly #stopListening: () => void;
  /** Fires for each start, each snapshot and each end. */
  readonly onDidChange = this.#changed.event;

  constructor(engine: EnginePort, log: Log) {
    this.#engine = engine;
    this.#log = log;
    this.#stopListening = engine.on('snapshot', event => this.#take(event));
  }

  /** Sessions in progress, oldest first. */
  active(): S[] {
    return [...this.#sessions.values()];
  }

  get(runId: string): S | undefined {
    return this.#sessions.get(runId);
  }

  /** First call: no new requests, those in flight may finish. Second call: abort them. Data are kept. */
  async stop(session: S, stage: 1 | 2 = session.nextStopStage()): Promise<void> {
    this.#log.info(`Stopping run ${session.runId}, stage ${stage}.`);
    session.stopAsked(stage);
    this.#changed.fire(session);
    await this.#engine.request('stop', { id: session.runId, stage });
  }

  /** Aborts everything and waits until what was measured is saved. */
  async stopAll(): Promise<void> {
    const ends = [...this.#ends.values()];
    await Promise.allSettled(this.active().map(session => this.stop(session, 2)));
    await Promise.all(ends);
  }

  dispose(): void {
    this.#stopListening();
    this.#changed.dispose();
  }

  /** Counts the session as in progress until `work`, which finishes it, is done. */
  protected async conduct<T extends { state: string; folder: string }>(
    session: S,
    work: () => Promise<T>,
  ): Promise<T> {
    const { runId } = session;
    this.#sessions.set(runId, session);
    this.#changed.fire(session);
    const outcome = work();
    this.#ends.set(
      runId,
      outcome.then(undefined, () => undefined),
    );
    try {
      const { state, folder } = await outcome;
      this.#log.info(`Run ${runId} is ${state}: ${folder}`);
      return await outcome;
    } catch (error) {
      session.fail();
      throw error;
    } finally {
      this.#sessions.delete(runId);
      this.#ends.delete(runId);
      this.#changed.fire(session);
    }
  }

  /** Tells that the session has changed by something else than a snapshot. */
  protected touch(session: S): void {
    this.#changed.fire(session);
  }

  #take({ id, step, snapshot }: EngineEvents['snapshot']): void {
    const session = this.#sessions.get(id);
    if (!session) return;
    const before = session.state;
    try {
      session.take(step, snapshot);
    } catch (error) {
      this.#log.error(error instanceof Error ? error : String(error));
      return;
    }
    if (before !== session.state) this.#log.debug(`Run ${session.runId}: ${before} -> ${session.state}.`);
    this.#changed.fire(session);
  }
}
