import type { PayloadSize } from './payloadSize.ts';
import type { FoundPrice } from './price.ts';
import type { Pricing } from './pricing.ts';
import { type Rates, rateBounds } from './rates.ts';

/** Least and most that something costs; `likely` and `most` are null where nothing limits it. */
export interface CostRange {
  readonly least: number;
  /** Every answer as long as it may be, nothing from a cache. */
  readonly likely: number | null;
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
  const { least, usual, most } = rateBounds(pricing);
  const lows = sizes.map(({ leastInput }) => leastInput * least.input + least.request);
  const likely = sizes.map(size => limitedCost(size, size.likelyInput, usual));
  const highs = sizes.map(size => limitedCost(size, size.mostInput, most));
  const perRequest = {
    least: lows.length === 0 ? 0 : Math.min(...lows),
    likely: meanOf(likely),
    most: highs.every(value => value !== null) && highs.length > 0 ? Math.max(...highs) : null,
  };
  const inAll = (each: number | null, sent: number) => (each === null ? null : each * sent + (timeCost ?? 0));
  return {
    currency: pricing.currency,
    requests,
    total:
      requests === null || sizes.length === 0
        ? null
        : {
            // Every client goes through all payloads, so that on average each is sent equally often.
            least: inAll(meanOf(lows), requests) ?? 0,
            likely: inAll(meanOf(likely), requests),
            most: inAll(meanOf(highs), requests),
          },
    perRequest,
    price: pricing.price,
    notes: notesOn(pricing, sizes, timeCost),
  };
}

/** What a request costs whose answer is as long as it may be; null where nobody knows how long that is. */
function limitedCost(
  { mostOutput, carriesFiles }: PayloadSize,
  inputTokens: number,
  { input, output, request }: Rates,
): number | null {
  return mostOutput === null || carriesFiles ? null : inputTokens * input + mostOutput * output + request;
}

/** Null for no values, or where one is missing. */
function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter(value => value !== null);
  if (known.length === 0 || known.length < values.length) return null;
  return known.reduce((sum, value) => sum + value, 0) / known.length;
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
