import type { RunState } from '../../protocol/run.ts';

/** The states that may follow each state, apart from itself. Snapshots may skip states. */
const followers: Record<RunState, readonly RunState[]> = {
  preparing: ['warming', 'running', 'stopping', 'saved', 'partial', 'failed'],
  warming: ['running', 'stopping', 'saved', 'partial', 'failed'],
  running: ['stopping', 'saved', 'partial', 'failed'],
  stopping: ['saved', 'partial', 'failed'],
  saved: [],
  partial: [],
  failed: [],
};

/** Whether a run that was in `from` can be in `to` later. */
export function canFollow(from: RunState, to: RunState): boolean {
  return from === to || followers[from].includes(to);
}
