import type { RunState } from '../../protocol/run.ts';
import type { IconName } from './Icon.tsx';

/** The words and the icon of each state of a run, so that its colour is never the only sign. */
export const stateText: Record<RunState, { label: string; icon: IconName; tone: string; spin?: true }> = {
  preparing: { label: 'Preparing', icon: 'progress', tone: 'active', spin: true },
  warming: { label: 'Warming up', icon: 'progress', tone: 'active', spin: true },
  running: { label: 'Running', icon: 'progress', tone: 'active', spin: true },
  stopping: { label: 'Stopping', icon: 'progress', tone: 'active', spin: true },
  saved: { label: 'Complete', icon: 'check', tone: 'good' },
  partial: { label: 'Partial', icon: 'warning', tone: 'warning' },
  failed: { label: 'Failed', icon: 'error', tone: 'bad' },
};
