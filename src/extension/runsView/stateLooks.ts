import type { RunState } from '../../protocol/run.ts';

/** Icon, colour and words of each state that a run folder can be found in. */
export const stateLooks: Record<RunState, { icon: string; color?: string; label: string }> = {
  preparing: { icon: 'circle-outline', label: 'not started' },
  warming: { icon: 'circle-outline', label: 'broken off' },
  running: { icon: 'circle-outline', label: 'broken off' },
  stopping: { icon: 'circle-outline', label: 'broken off' },
  saved: { icon: 'pass', color: 'testing.iconPassed', label: 'complete' },
  partial: { icon: 'circle-slash', color: 'testing.iconSkipped', label: 'partial' },
  failed: { icon: 'error', color: 'testing.iconFailed', label: 'failed' },
};
