import type { PayloadSize } from './payloadSize.ts';
import type { FoundPrice } from './price.ts';
import type { Pricing } from './pricing.ts';
import { type Rates, rateBounds } from './rates.ts';

/** Least and most that something costs; `most` is null where nothing limits it. */
export interface CostRange {
  readonly least: number;
  readonly most: number | null;
}

/** What a run will cost, before its first request. */
export interface CostEstimate {
  readonly currency: string;
  /** Warm-up included; null for a run by time. */
  readonly requests: number | null;
  /** All requests and the time of a run whose length is given; null for a run by time. */
  readonly total: CostRange | null;
  readonly perRequest: CostRange;
  readonly price: FoundPrice | null;
  /** What the range leaves out or rests on, as sentences. */
  readonly notes: readonly string[];
}

/**
 * The range a run's cost will be in: at least the input at its cheapest, without any answer; at most the
 * longest answers that the payloads allow, and nothing from a cache.
 * @param requests number of requests that the payloads are sent in turn with, or null
 * @param timeCost cost of the run's time, where its length is given
 */
export function estimateCost(
  pricing: Pricing,
  sizes: readonly PayloadSize[],
  requests: number | null,
  timeCost: number | null,
): CostEstimate {
  const { least, most } = rateBounds(pricing);
  const lows = sizes.map(size => leastOf(size, least));
  const highs = sizes.map(size => mostOf(size, most));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const limited = highs.every(value => value !== null);
  const perRequest = {
    least: lows.length === 0 ? 0 : Math.min(...lows),
    most: limited && highs.length > 0 ? Math.max(...highs) : null,
  };
  const time = timeCost ?? 0;
  return {
    currency: pricing.currency,
    requests,
    total:
      requests === null || sizes.length === 0
        ? null
        : {
            // Every client goes through all payloads, so that on average each is sent equally often.
            least: mean(lows) * requests + time,
            most: limited ? mean(highs) * requests + time : null,
          },
    perRequest,
    price: pricing.price,
    notes: notesOn(pricing, sizes, timeCost),
  };
}

function leastOf({ leastInput }: PayloadSize, { input, request }: Rates): number {
  return leastInput * input + request;
}

function mostOf({ mostInput, mostOutput, carriesFiles }: PayloadSize, { input, output, request }: Rates) {
  return mostOutput === null || carriesFiles ? null : mostInput * input + mostOutput * output + request;
}

function notesOn({ model }: Pricing, sizes: readonly PayloadSize[], timeCost: number | null): string[] {
  const notes: string[] = [];
  if (sizes.some(({ mostOutput }) => mostOutput === null)) {
    notes.push('Some payloads set no limit to the length of the answer, so there is no upper bound.');
  }
  if (sizes.some(({ carriesFiles }) => carriesFiles)) {
    notes.push('What attached files cost is only known from the first answer, so there is no upper bound.');
  }
  if (timeCost === null && Object.keys(model.run_dims).length > 0) {
    notes.push('What the time costs is not in it: how long the run takes is not known.');
  }
  return notes;
}
