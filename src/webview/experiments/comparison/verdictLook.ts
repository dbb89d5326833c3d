import type { Verdict } from '../../../core/compare/result.ts';
import type { IconName } from '../../parts/Icon.tsx';

/** How a verdict is drawn beside its words; never by colour alone. */
export const verdictLook: Readonly<Record<Verdict, { icon: IconName; tone: string }>> = {
  better: { icon: 'better', tone: 'better' },
  worse: { icon: 'error', tone: 'worse' },
  'no detectable difference': { icon: 'same', tone: 'same' },
  'not enough data': { icon: 'unknown', tone: 'unknown' },
};
