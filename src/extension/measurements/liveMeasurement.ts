import { dirname } from 'node:path';
import type { ExperimentStep } from '../../protocol/experimentView.ts';
import type { OutcomeOf } from '../../protocol/measurement.ts';
import type { MeasurementKind } from '../../protocol/measurementKind.ts';
import { isOver, type RunSnapshot, type RunState } from '../../protocol/run.ts';
import { kindInfo } from './kinds.ts';
import type { MeasurementRequest } from './measurementRequest.ts';
import { canFollow } from './runTransitions.ts';

/** A measurement of this window, from its request to its outcome. A single run is one with one step. */
export class LiveMeasurement<K extends MeasurementKind = MeasurementKind> {
  readonly id: string;
  readonly request: MeasurementRequest;
  readonly #steps: ExperimentStep[];
  #current = 0;
  #outcome: OutcomeOf<K> | null = null;
  #failed = false;
  #stopStage: 0 | 1 | 2 = 0;

  constructor(id: string, request: MeasurementRequest) {
    this.id = id;
    this.request = request;
    const labels = kindInfo(request.kind).stepLabels(request);
    this.#steps = labels.map(label => ({ label, state: 'waiting', snapshot: null }));
  }

  /** The title asked for, until the only run of a measurement has a name. */
  get title(): string {
    const isRun = kindInfo(this.request.kind).page === 'run';
    return (isRun ? this.snapshot?.name : undefined) ?? this.request.title;
  }

  get state(): RunState {
    if (this.#outcome) return this.#outcome.state;
    if (this.#failed) return 'failed';
    if (this.stopping) return 'stopping';
    const state = this.snapshot?.state ?? 'preparing';
    // The measurement continues after a step has ended, if only to write its own files.
    return isOver(state) ? 'running' : state;
  }

  /** Whether the engine has ended it, so that its folder is complete. */
  get over(): boolean {
    return this.#outcome !== null || this.#failed;
  }

  get stopping(): boolean {
    return this.#stopStage > 0;
  }

  get outcome(): OutcomeOf<K> | null {
    return this.#outcome;
  }

  /** Plain data, because webviews get a copy. */
  get steps(): readonly ExperimentStep[] {
    return this.#steps;
  }

  /** The newest snapshot of the step that reported last. */
  get snapshot(): RunSnapshot | null {
    return this.#steps[this.#current]?.snapshot ?? null;
  }

  /** Where the measurement is saved; null until its first step has a folder. */
  get folder(): string | null {
    if (this.#outcome) return this.#outcome.folder;
    const [folder] = this.stepFolders;
    if (folder === undefined) return null;
    return kindInfo(this.request.kind).stepsHaveFolders ? dirname(folder) : folder;
  }

  /** The run folders that exist so far. */
  get stepFolders(): string[] {
    return this.#steps.flatMap(({ snapshot }) => snapshot?.folder ?? []);
  }

  /** Notes that a step begins. The steps before it have ended. */
  begin(index: number): void {
    this.#current = index;
    const step = this.#stepAt(index);
    for (const earlier of this.#steps.slice(0, index)) {
      if (earlier.state === 'running') earlier.state = 'done';
    }
    step.state = 'running';
  }

  /** Takes the newest snapshot of a step. Throws if it cannot follow the last one. */
  take(index: number, snapshot: RunSnapshot): void {
    const step = this.#stepAt(index);
    const before = step.snapshot?.state ?? 'preparing';
    if (!canFollow(before, snapshot.state)) {
      throw new Error(`A run cannot go from ${before} to ${snapshot.state}.`);
    }
    this.#current = index;
    step.snapshot = snapshot;
    step.state = stepState(snapshot);
  }

  /** Returns the stage of the next request to stop. */
  nextStopStage(): 1 | 2 {
    return this.#stopStage === 0 ? 1 : 2;
  }

  stopRequested(stage: 1 | 2): void {
    this.#stopStage = stage;
  }

  /** Takes the outcome, which overrides what the snapshots said. */
  finish(outcome: OutcomeOf<K>): void {
    this.#outcome = outcome;
  }

  /** Notes that the engine refused the measurement, or was lost. */
  fail(): void {
    this.#failed = true;
  }

  #stepAt(index: number): ExperimentStep {
    const step = this.#steps[index];
    if (!step) throw new Error(`“${this.request.title}” has no step ${index}.`);
    return step;
  }
}

function stepState({ state }: RunSnapshot): ExperimentStep['state'] {
  if (state === 'failed') return 'failed';
  return isOver(state) ? 'done' : 'running';
}
