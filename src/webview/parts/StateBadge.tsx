import type { RunState } from '../../protocol/run.ts';
import { Icon } from './Icon.tsx';
import { stateText } from './stateText.ts';

/** How a run stands; a complete run without one good answer is told apart. */
export function StateBadge({ state, allFailed = false }: { state: RunState; allFailed?: boolean }) {
  const { label, icon, tone, spin } =
    allFailed && state === 'saved' ? { ...stateText.failed, label: 'All requests failed' } : stateText[state];
  return (
    <span class={`state ${tone}`}>
      <Icon name={icon} spin={spin === true} />
      {label}
    </span>
  );
}
