import { useState } from 'preact/hooks';
import { countOf } from '../../core/format/quantities.ts';
import { Icon } from '../parts/Icon.tsx';

interface Props {
  /** What stops: "run", "experiment". */
  what: string;
  stopping: boolean;
  inFlight: number;
  onStop: (stage: 1 | 2) => void;
}

function hint(what: string, next: 1 | 2, asked: 0 | 1 | 2, inFlight: number): string {
  const waiting = `${countOf(inFlight, 'request')} in flight`;
  if (next === 1) {
    return `${inFlight === 0 ? `Ends the ${what}` : `Finishes ${waiting}`}, then saves. All data are kept.`;
  }
  if (asked === 2) return 'Aborting the requests in flight. All data are kept.';
  return `Finishing ${waiting}. “Stop Now” aborts them. All data received so far are kept.`;
}

/** One button for both stages of stopping; the hint beside it says what the next click does. */
export function StopButton({ what, stopping, inFlight, onStop }: Props) {
  const [asked, setAsked] = useState<0 | 1 | 2>(0);
  const stage = asked === 0 && !stopping ? 1 : 2;
  const press = (event: MouseEvent) => {
    // The second click of a double click must not become an abort.
    if (event.detail > 1) return;
    setAsked(stage);
    onStop(stage);
  };
  return (
    <div class="stop">
      <p class="muted stop-hint" id="stop-hint">
        {hint(what, stage, asked, inFlight)}
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
