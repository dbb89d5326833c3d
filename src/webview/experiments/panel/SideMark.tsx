import type { ChartTheme } from '../../../charts/chart.ts';
import { sideStyle } from '../../../charts/compareSides.ts';

const dashes = { solid: undefined, dashed: '6 3', dotted: '2 3' } as const;

const symbols = {
  circle: 'M14 4.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7',
  triangle: 'M14 4l4 7.5h-8Z',
  rect: 'M10.5 4.5h7v7h-7Z',
  diamond: 'M14 3.5l4.5 4.5l-4.5 4.5l-4.5-4.5Z',
} as const;

/** The colour, line and symbol of a run in the charts. */
export function SideMark({ theme, index }: { theme: ChartTheme; index: number }) {
  const { colour, line, symbol } = sideStyle(theme, index);
  return (
    <svg class="side-mark" viewBox="0 0 28 16" width="28" height="16" aria-hidden="true">
      <path d="M1 8h26" stroke={colour} stroke-width="1.5" stroke-dasharray={dashes[line]} />
      <path d={symbols[symbol]} fill={colour} />
    </svg>
  );
}
