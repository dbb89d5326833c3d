import type { JsonObject } from '../../core/base/jsonValue.ts';
import { isOver, type RunOutcome, type RunSnapshot, type RunState } from '../../protocol/run.ts';
import { endpointLabel, type SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import type { EngineSession } from './measurements.ts';
import { canFollow } from './runTransitions.ts';

/** One benchmark of this window, from the moment it was asked for. */
export class RunSession implements EngineSession {
  readonly runId: string;
  /** As it was started; a repeated run uses it again. */
  readonly plan: JsonObject;
  readonly baseFolder: string;
  /** Whose key is used; its config is what the run calls, saved or not. */
  readonly endpoint: SavedEndpoint;
  #snapshot: RunSnapshot | null = null;
  #state: RunState = 'preparing';
  #outcome: RunOutcome | null = null;
  #stopStage: 0 | 1 | 2 = 0;

  constructor(runId: string, plan: JsonObject, baseFolder: string, endpoint: SavedEndpoint) {
    this.runId = runId;
    this.plan = plan;
    this.baseFolder = baseFolder;
    this.endpoint = endpoint;
  }

  get state(): RunState {
    return this.#state;
  }

  get title(): string {
    const { name } = this.plan;
    return typeof name === 'string' ? name : `Run of ${endpointLabel(this.endpoint.config)}`;
  }

  get over(): boolean {
    return isOver(this.#state);
  }

  get snapshot(): RunSnapshot | null {
    return this.#snapshot;
  }

  get outcome(): RunOutcome | null {
    return this.#outcome;
  }

  get folder(): string | null {
    return this.#outcome?.folder ?? this.#snapshot?.folder ?? null;
  }

  nextStopStage(): 1 | 2 {
    return this.#stopStage === 0 ? 1 : 2;
  }

  stopAsked(stage: 1 | 2): void {
    this.#stopStage = stage;
  }

  /** Takes the engine's newest word. Throws where it cannot follow the last one. */
  take(_step: number, snapshot: RunSnapshot): void {
    const { state } = snapshot;
    if (!canFollow(this.#state, state)) throw new Error(`A run cannot go from ${this.#state} to ${state}.`);
    this.#state = state;
    this.#snapshot = snapshot;
  }

  /** The engine's last word: it holds whatever came before. */
  finish(outcome: RunOutcome): void {
    this.#outcome = outcome;
    this.#state = outcome.state;
  }

  /** The engine refused the run, or is gone. */
  fail(): void {
    this.#state = 'failed';
  }
}
