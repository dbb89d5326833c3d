import type { Estimate } from '../../../core/compare/difference.ts';
import { intervalPlace, intervalWidth } from './intervalPlace.ts';

interface Props {
  estimate: Estimate;
  /** The class that gives it the colour of the verdict. */
  tone: string;
  /** Where the axis ends, on both sides of zero. */
  reach: number;
}

const height = 16;
const middle = height / 2;

/** A difference and its interval relative to zero; the numbers stand beside it as text. */
export function IntervalMark({ estimate, tone, reach }: Props) {
  const { low, value, high, cutLow, cutHigh } = intervalPlace(estimate, reach);
  return (
    <svg
      class={`interval ${tone}`}
      viewBox={`0 0 ${intervalWidth} ${height}`}
      width={intervalWidth}
      height={height}
      aria-hidden="true"
    >
      <path class="axis" d={`M0 ${height - 0.5}H${intervalWidth}`} />
      <path class="zero" d={`M${intervalWidth / 2} 0V${height}`} />
      <path class="range" d={`M${low} ${middle}H${high}`} />
      <path class="end" d={cutLow ? `M${low + 4} 4l-4 4l4 4` : `M${low} 4.5v7`} />
      <path class="end" d={cutHigh ? `M${high - 4} 4l4 4l-4 4` : `M${high} 4.5v7`} />
      <circle class="value" cx={value} cy={middle} r="3" />
    </svg>
  );
}
