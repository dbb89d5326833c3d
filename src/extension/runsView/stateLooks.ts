import { ThemeColor, ThemeIcon } from 'vscode';
import type { RunState } from '../../protocol/run.ts';

interface StateLook {
  icon: string;
  color?: string;
  label: string;
}

/** Icon, colour and label of each state that a saved folder can be in. */
export const stateLooks: Record<RunState, StateLook> = {
  preparing: { icon: 'circle-outline', label: 'not started' },
  warming: { icon: 'circle-outline', label: 'interrupted' },
  running: { icon: 'circle-outline', label: 'interrupted' },
  stopping: { icon: 'circle-outline', label: 'interrupted' },
  saved: { icon: 'pass', color: 'testing.iconPassed', label: 'complete' },
  partial: { icon: 'circle-slash', color: 'testing.iconSkipped', label: 'partial' },
  failed: { icon: 'error', color: 'testing.iconFailed', label: 'failed' },
};

/** An icon in the colour of a state. */
export function stateIcon(icon: string, { color }: StateLook): ThemeIcon {
  return new ThemeIcon(icon, color === undefined ? undefined : new ThemeColor(color));
}
