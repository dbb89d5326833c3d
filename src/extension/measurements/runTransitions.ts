import type { RunState } from '../../protocol/run.ts';

/** The states each state may be followed by, apart from itself; snapshots may leave some out. */
const followers: Record<RunState, readonly RunState[]> = {
  preparing: ['warming', 'running', 'stopping', 'saved', 'partial', 'failed'],
  warming: ['running', 'stopping', 'saved', 'partial', 'failed'],
  running: ['stopping', 'saved', 'partial', 'failed'],
  stopping: ['saved', 'partial', 'failed'],
  saved: [],
  partial: [],
  failed: [],
};

/** Whether a run may be seen in `to` after it was seen in `from`. */
export function canFollow(from: RunState, to: RunState): boolean {
  return from === to || followers[from].includes(to);
}
