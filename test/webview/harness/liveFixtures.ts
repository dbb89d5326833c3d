import type { ExperimentProgress, ExperimentStep } from '../../../src/protocol/experimentView.ts';
import { snapshot } from './snapshotFixtures.ts';

/** An A/B test in progress. */
export function liveAb(share: number, change: Partial<ExperimentProgress> = {}): ExperimentProgress {
  const side = (label: string, seed: number): ExperimentStep => ({
    label,
    state: 'running',
    snapshot: { ...snapshot({ count: 400, clients: 4, failing: 0.01, seed }, share), name: label },
  });
  return {
    title: 'us-east-1 or eu-central-1',
    kind: 'ab',
    recipe: null,
    stopping: false,
    steps: [side('us-east-1', 3), side('eu-central-1', 11)],
    ...change,
  };
}

/** A load test whose third level is half done. */
export function liveLoadTest(share = 0.5, change: Partial<ExperimentProgress> = {}): ExperimentProgress {
  const level = (clients: number, state: ExperimentStep['state'], part: number): ExperimentStep => ({
    label: `${clients} ${clients === 1 ? 'client' : 'clients'}`,
    state,
    snapshot:
      state === 'waiting'
        ? null
        : snapshot({ count: clients * 20, clients, failing: 0.03, seed: clients }, part),
  });
  return {
    title: 'load of staging',
    kind: 'load-test',
    recipe: null,
    stopping: false,
    steps: [
      level(1, 'done', 1),
      level(5, 'done', 1),
      level(20, 'running', share),
      level(50, 'waiting', 0),
      level(100, 'waiting', 0),
    ],
    ...change,
  };
}

export function liveHeatmap(share = 0.4): ExperimentProgress {
  const step: ExperimentStep = {
    label: 'lengths',
    state: 'running',
    snapshot: snapshot({ count: 120, clients: 4, failing: 0.02 }, share),
  };
  return {
    title: 'lengths',
    kind: 'heatmap',
    recipe: null,
    stopping: false,
    steps: [step],
  };
}
