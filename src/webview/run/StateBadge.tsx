import type { RunState } from '../../protocol/run.ts';
import { Icon } from '../parts/Icon.tsx';
import { stateText } from './stateText.ts';

export function StateBadge({ state }: { state: RunState }) {
  const { label, icon, tone, spin } = stateText[state];
  return (
    <span class={`state ${tone}`}>
      <Icon name={icon} spin={spin === true} />
      {label}
    </span>
  );
}
