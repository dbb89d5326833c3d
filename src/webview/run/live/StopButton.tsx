import { useState } from 'preact/hooks';
import { isOver, type RunState } from '../../../protocol/run.ts';
import { Icon } from '../../parts/Icon.tsx';

interface Props {
  state: RunState;
  inFlight: number;
  onStop: (stage: 1 | 2) => void;
}

/** Two stages on one button; the hint beside it says what a press will do. */
export function StopButton({ state, inFlight, onStop }: Props) {
  const [asked, setAsked] = useState<0 | 1 | 2>(0);
  if (isOver(state)) return null;
  const stage = asked === 0 && state !== 'stopping' ? 1 : 2;
  const press = (event: MouseEvent) => {
    // The second click of a double click must not become an abort.
    if (event.detail > 1) return;
    setAsked(stage);
    onStop(stage);
  };
  const waiting = `${inFlight} ${inFlight === 1 ? 'request' : 'requests'} in flight`;
  const hint =
    stage === 1
      ? `Finishes the ${waiting}, then saves. All data are kept.`
      : asked === 2
        ? 'Aborting the requests in flight. All data are kept.'
        : `Finishing ${waiting}. “Stop Now” aborts them; all data received so far are kept.`;
  return (
    <div class="stop">
      <p class="muted stop-hint" id="stop-hint">
        {hint}
      </p>
      <button
        type="button"
        class="button secondary"
        aria-describedby="stop-hint"
        aria-disabled={asked === 2}
        onClick={event => asked !== 2 && press(event)}
      >
        <Icon name="stop" />
        {stage === 1 ? 'Stop' : 'Stop Now'}
      </button>
    </div>
  );
}
