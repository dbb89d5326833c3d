import type { JsonObject } from '../base/jsonValue.ts';

/** One level of a load test to draw: its times in seconds (NaN = missing) and LLMeter's statistics. */
export interface LevelSeries {
  readonly clients: number;
  readonly ttft: ArrayLike<number>;
  readonly ttlt: ArrayLike<number>;
  readonly stats: JsonObject;
}

/** A load test to draw, alone or with others. */
export interface LoadTestSeries {
  readonly name: string;
  readonly levels: readonly LevelSeries[];
}
