import type { Verdict } from '../../../core/compare/result.ts';
import type { IconName } from '../../parts/Icon.tsx';

/** The icon and the colour of each verdict; its words stand beside them. */
export const verdictLook: Readonly<Record<Verdict, { icon: IconName; tone: string }>> = {
  better: { icon: 'better', tone: 'better' },
  worse: { icon: 'error', tone: 'worse' },
  'no detectable difference': { icon: 'same', tone: 'same' },
  'not enough data': { icon: 'unknown', tone: 'unknown' },
};
