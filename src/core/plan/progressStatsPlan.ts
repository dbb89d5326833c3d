import * as z from 'zod/mini';
import type { Display } from '../stats/display/liveStats.ts';

const about = (description: string) => z.meta({ description });

const spec = z.union([
  z.string().check(z.minLength(1)),
  z.tuple([z.string().check(z.minLength(1)), z.literal('inv')]),
]);

/** A plan's `progressBarStats`: what is shown of a run in progress, as LLMeter's `progress_bar_stats`. */
export const progressStatsSchema = z.record(
  z.string().check(z.minLength(1)),
  z.union([
    spec,
    z
      .record(z.string().check(z.minLength(1)), spec)
      .check(about('A group of the display, with its own labels.')),
  ]),
) satisfies z.ZodMiniType<Display>;
