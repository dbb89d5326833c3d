import type { ExperimentStep } from '../../../protocol/experimentView.ts';
import type { IconName } from '../../parts/Icon.tsx';

/** The words and the icon of each state of a step, so that its colour is never the only sign. */
export const stepLook: Readonly<
  Record<ExperimentStep['state'], { words: string; icon: IconName; tone: string; spin: boolean }>
> = {
  waiting: { words: 'Waiting', icon: 'waiting', tone: 'muted', spin: false },
  running: { words: 'Running', icon: 'progress', tone: 'active', spin: true },
  done: { words: 'Done', icon: 'check', tone: 'good', spin: false },
  failed: { words: 'Failed', icon: 'error', tone: 'bad', spin: false },
};
