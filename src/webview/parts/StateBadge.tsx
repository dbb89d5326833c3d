import type { RunState } from '../../protocol/run.ts';
import { Icon } from './Icon.tsx';
import { stateText } from './stateText.ts';

/** The state of a run; a complete run without a successful response has a badge of its own. */
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
