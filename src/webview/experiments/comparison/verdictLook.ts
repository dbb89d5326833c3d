import type { Judgement, Verdict } from '../../../core/compare/result.ts';
import type { IconName } from '../../parts/Icon.tsx';

/** The icon and the colour of each verdict; its words stand beside them. */
export const verdictLook: Readonly<Record<Verdict, { icon: IconName; tone: string }>> = {
  better: { icon: 'better', tone: 'better' },
  worse: { icon: 'error', tone: 'worse' },
  'no relevant difference': { icon: 'same', tone: 'same' },
  'no detectable difference': { icon: 'same', tone: 'same' },
  'not enough data': { icon: 'unknown', tone: 'unknown' },
};

/** The same for what a comparison comes to. */
export const judgementLook: Readonly<Record<Judgement, { icon: IconName; tone: string }>> = {
  ...verdictLook,
  'not worse': { icon: 'same', tone: 'same' },
  undecided: verdictLook['not enough data'],
  'cannot be judged': verdictLook['not enough data'],
};

/** In place of a verdict that something forbids. */
export const notComparableLook = { icon: 'warning', tone: 'unknown' } as const;
