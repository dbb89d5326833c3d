import type { Verdict } from '../../../core/compare/result.ts';
import { Icon } from '../../parts/Icon.tsx';
import { verdictLook } from './verdictLook.ts';

/** A verdict as icon, colour and words. */
export function VerdictMark({ verdict }: { verdict: Verdict }) {
  const { icon, tone } = verdictLook[verdict];
  return (
    <span class={`verdict ${tone}`}>
      <Icon name={icon} />
      {verdict}
    </span>
  );
}

/** Stands in place of the verdict where numbers cannot be compared. */
export function NotComparableMark() {
  return (
    <span class="verdict unknown">
      <Icon name="warning" />
      not comparable
    </span>
  );
}
