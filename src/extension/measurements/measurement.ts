import { dirname } from 'node:path';
import type { ExperimentState } from '../../protocol/experiments.ts';
import type { ExperimentProgress, ExperimentStep } from '../../protocol/experimentView.ts';
import { isOver, type RunSnapshot } from '../../protocol/run.ts';
import type { EngineSession } from './measurements.ts';
import { type ExperimentRequest, stepLabels } from './wanted.ts';

/** What every kind of experiment hands over at its end. */
export interface ExperimentOutcome {
  folder: string;
  name: string;
  state: ExperimentState;
  message: string | null;
}

/** One experiment of this window, from the moment it was asked for. */
export class ExperimentSession implements EngineSession {
  readonly runId: string;
  readonly request: ExperimentRequest;
  readonly #steps: ExperimentStep[];
  #current = 0;
  #outcome: ExperimentOutcome | null = null;
  #failed = false;
  #stopStage: 0 | 1 | 2 = 0;

  constructor(runId: string, request: ExperimentRequest) {
    this.runId = runId;
    this.request = request;
    this.#steps = stepLabels(request).map(label => ({ label, state: 'waiting', snapshot: null }));
  }

  get title(): string {
    return this.request.title;
  }

  get state(): 'running' | 'stopping' | ExperimentState {
    if (this.#outcome) return this.#outcome.state;
    if (this.#failed) return 'failed';
    return this.#stopStage === 0 ? 'running' : 'stopping';
  }

  get over(): boolean {
    return this.#outcome !== null || this.#failed;
  }

  get outcome(): ExperimentOutcome | null {
    return this.#outcome;
  }

  get snapshot(): RunSnapshot | null {
    return this.#steps[this.#current]?.snapshot ?? null;
  }

  /** Where it is saved; null until its first run has a folder. */
  get folder(): string | null {
    if (this.#outcome) return this.#outcome.folder;
    const run = this.#steps.map(({ snapshot }) => snapshot?.folder ?? null).find(folder => folder !== null);
    if (run === undefined) return null;
    return this.request.kind === 'heatmap' ? run : dirname(run);
  }

  /** Index of the step that has just had something to tell. */
  get current(): number {
    return this.#current;
  }

  get progress(): ExperimentProgress {
    const { kind, recipe } = this.request;
    return {
      runId: this.runId,
      title: this.title,
      kind,
      recipe,
      stopping: this.#stopStage > 0,
      steps: this.#steps,
    };
  }

  /** The step of this index begins; those before it are over. */
  begin(index: number): void {
    this.#current = index;
    this.#steps.forEach((step, i) => {
      if (i < index && step.state === 'running') step.state = 'done';
    });
    const step = this.#steps[index];
    if (step) step.state = 'running';
  }

  take(index: number, snapshot: RunSnapshot): void {
    this.#current = index;
    const step = this.#steps[index];
    if (!step) throw new Error(`The experiment has no step ${index}.`);
    step.snapshot = snapshot;
    step.state = stepState(snapshot);
  }

  nextStopStage(): 1 | 2 {
    return this.#stopStage === 0 ? 1 : 2;
  }

  stopAsked(stage: 1 | 2): void {
    this.#stopStage = stage;
  }

  /** The engine's last word. */
  finish(outcome: ExperimentOutcome): void {
    this.#outcome = outcome;
  }

  fail(): void {
    this.#failed = true;
  }
}

function stepState({ state }: RunSnapshot): ExperimentStep['state'] {
  if (state === 'failed') return 'failed';
  return isOver(state) ? 'done' : 'running';
}
