import { countOf, formatSeconds } from '../../../core/format/quantities.ts';
import type { ResponseTrace } from '../../../core/request/trace.ts';
import { timelineParts } from './timelineParts.ts';

const width = 1000;

/** One request as a bar of its phases, with a tick for every chunk that arrived. */
export function RequestTimeline({ trace }: { trace: ResponseTrace }) {
  const view = timelineParts(trace);
  if (view === null || view.end <= 0) return null;
  const x = (seconds: number) => (seconds / view.end) * width;
  const longest = trace.gaps.reduce((most, gap) => Math.max(most, gap), 0);
  const words = view.parts.map(part => `${part.name} ${formatSeconds(part.to - part.from)}`).join(', ');
  return (
    <figure class="timeline">
      <svg
        viewBox={`0 0 ${width} 40`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Timeline: ${words}`}
      >
        {view.parts.map(part => (
          <rect
            key={part.kind}
            class={part.kind}
            x={x(part.from)}
            y="0"
            width={Math.max(1, x(part.to) - x(part.from))}
            height="20"
          />
        ))}
        <path class="ticks" d={view.chunks.map(at => `M${x(at).toFixed(1)} 24V40`).join('')} />
      </svg>
      <figcaption>
        {view.parts.map(part => (
          <span key={part.kind}>
            <i class={`swatch ${part.kind}`} />
            {part.name} <b>{formatSeconds(part.to - part.from)}</b>
          </span>
        ))}
        <span class="muted">
          {countOf(view.chunks.length, 'chunk')}
          {longest > 0 && `, longest gap ${formatSeconds(longest)}`}
        </span>
      </figcaption>
    </figure>
  );
}
