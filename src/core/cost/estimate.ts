import type { PayloadSize } from './payloadSize.ts';
import type { FoundPrice } from './price.ts';
import type { Pricing } from './pricing.ts';
import { type RateBounds, type Rates, rateBounds } from './rates.ts';

/** The range of a cost, in the currency of its estimate; `likely` and `most` are null if it has no limit. */
export interface CostRange {
  readonly least: number;
  /**
   * With all outputs at their limit, nothing from a cache, and as much reasoning as the payloads allow: where
   * reasoning has a price of its own, the model may spend all of its output on it.
   */
  readonly likely: number | null;
  readonly most: number | null;
}

/** Estimated cost of a run, before its first request. */
export interface CostEstimate {
  readonly currency: string;
  /** Warm-up included; null for a run of a given duration. */
  readonly requests: number | null;
  /** All requests, plus the time-based cost if it is known; null for a run of a given duration. */
  readonly total: CostRange | null;
  readonly perRequest: CostRange;
  readonly price: FoundPrice | null;
  /** What the range excludes or assumes, as sentences. */
  readonly notes: readonly string[];
}

/**
 * Estimates the range of a run's cost: from the cheapest input without any output to the most expensive input
 * with the longest outputs that the payloads allow.
 * @param requests number of requests, which send the payloads in turn; null if not known
 * @param timeCost cost of the run's duration; null if it is not known
 */
export function estimateCost(
  pricing: Pricing,
  sizes: readonly PayloadSize[],
  requests: number | null,
  timeCost: number | null,
): CostEstimate {
  const { least, usual, most } = rateBounds(pricing);
  const lows = sizes.map(({ leastInput }) => leastInput * least.input + least.request);
  const likely = sizes.map(size => likelyCost(size, usual));
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
            // Every client cycles through all payloads, so on average each is sent equally often.
            least: inAll(meanOf(lows), requests) ?? 0,
            likely: inAll(meanOf(likely), requests),
            most: inAll(meanOf(highs), requests),
          },
    perRequest,
    price: pricing.price,
    notes: notesOn(pricing, sizes, timeCost),
  };
}

/** Cost of a request whose output reaches its limit; null if it has no limit. */
function limitedCost(
  { mostOutput, carriesFiles }: PayloadSize,
  inputTokens: number,
  { input, output, request }: Rates,
): number | null {
  return mostOutput === null || carriesFiles ? null : inputTokens * input + mostOutput * output + request;
}

/** The same with its reasoning, which may have a price of its own. */
function likelyCost(size: PayloadSize, usual: RateBounds['usual']): number | null {
  const { mostOutput, mostReasoning } = size;
  const cost = limitedCost(size, size.likelyInput, usual);
  if (cost === null || mostOutput === null) return null;
  return cost + Math.min(mostOutput, mostReasoning ?? mostOutput) * (usual.reasoning - usual.output);
}

/** Null if there are no values, or one is missing. */
function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter(value => value !== null);
  if (known.length === 0 || known.length < values.length) return null;
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

function notesOn(
  { model, price }: Pricing,
  sizes: readonly PayloadSize[],
  timeCost: number | null,
): string[] {
  const notes: string[] = [];
  if (sizes.some(({ mostOutput }) => mostOutput === null)) {
    notes.push('Some payloads do not limit the output, so there is no upper bound.');
  }
  if (sizes.some(({ carriesFiles }) => carriesFiles)) {
    notes.push(
      'The cost of attached files is not known before the first response, so there is no upper bound.',
    );
  }
  const ownPrice = price?.reasoning !== undefined && price.reasoning !== price.output;
  if (ownPrice && sizes.some(({ mostReasoning }) => mostReasoning === null)) {
    notes.push('The likely cost counts all output as reasoning, where the payloads do not limit reasoning.');
  }
  if (timeCost === null && Object.keys(model.run_dims).length > 0) {
    notes.push('Excluded: the cost of time, because the duration of the run is not known.');
  }
  return notes;
}
