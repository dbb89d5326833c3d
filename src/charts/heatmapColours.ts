import type { QuantityScale } from '../core/format/quantities.ts';
import type { ChartOption, ChartTheme } from './chart.ts';

/**
 * Cividis: even steps of lightness from dark blue to yellow, readable with any colour vision, on dark and
 * on light backgrounds. Cells have their own background, so their text has the same contrast in every theme.
 */
const palette = ['#00224e', '#35456c', '#666970', '#948e77', '#c8b866', '#fee838'];
const [onDark, onLight] = ['#ffffff', '#000000'];
/** The share of the scale from which on black reads better than white. */
const lightFrom = 0.45;

/** The ends of the colours are at least this far apart, or noise would be painted in all colours. */
const leastRatio = 1.5;
/** Ends further apart than this are coloured by their logarithm, or all but the slowest would look alike. */
const logarithmicFrom = 10;

/** The scale from values to colours. */
export interface ColourScale {
  readonly low: number;
  readonly high: number;
  readonly logarithmic: boolean;
  /** The value as ECharts colours it: itself, or its logarithm. */
  shade(value: number): number;
  /** The colour of text on the colour of `value`. */
  textOn(value: number): string;
}

/** The scale that fits some medians. */
export function colourScale(medians: readonly number[]): ColourScale {
  const [low, high] = colourRange(medians);
  const logarithmic = low > 0 && high / low > logarithmicFrom;
  const shade = (value: number) => (logarithmic ? Math.log(value) : value);
  const shareOf = (value: number) => (shade(value) - shade(low)) / (shade(high) - shade(low));
  return {
    low,
    high,
    logarithmic,
    shade,
    textOn: value => (shareOf(value) < lightFrom ? onDark : onLight),
  };
}

function colourRange(medians: readonly number[]): [low: number, high: number] {
  const high = Math.max(0, ...medians);
  return high === 0 ? [0, 1] : [Math.min(high / leastRatio, ...medians), high];
}

/**
 * ECharts' colour maps: the one of the first series, with the bar that explains it, and one for the second
 * series, whose cells bring their own colours but which ECharts does not draw without a map.
 */
export function colourMaps(
  { low, high, logarithmic, shade }: ColourScale,
  shown: boolean,
  quantity: QuantityScale,
  theme: ChartTheme,
): ChartOption[] {
  const shared = { type: 'continuous', dimension: 2 };
  return [
    {
      ...shared,
      show: shown,
      seriesIndex: 0,
      min: shade(low),
      max: shade(high),
      calculable: false,
      formatter: (shaded: number) => quantity.text(logarithmic ? Math.exp(shaded) : shaded),
      orient: 'horizontal',
      left: 'center',
      top: 4,
      itemWidth: 12,
      itemHeight: 160,
      text: [quantity.text(high), quantity.text(low)],
      textStyle: { color: theme.foreground, fontFamily: theme.fontFamily, fontSize: 11 },
      inRange: { color: palette },
    },
    { ...shared, show: false, seriesIndex: 1, min: 0, max: 1, inRange: { opacity: 1 } },
  ];
}
