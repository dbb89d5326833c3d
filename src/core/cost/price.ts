import * as z from 'zod/mini';

const about = (description: string) => z.meta({ description });
const amount = z.number().check(z.nonnegative());
const part = (description: string) => z.optional(amount.check(about(description)));

/** The fields of a price: what a provider charges per million tokens of each kind. */
export const priceFields = {
  input: amount.check(about('Price per million input tokens.')),
  output: amount.check(about('Price per million output tokens.')),
  cachedInput: part('Price per million input tokens read from a prompt cache; default: `input`.'),
  cacheWrite: part('Price per million input tokens written to a prompt cache; default: `input`.'),
  reasoning: part('Price per million output tokens spent on reasoning; default: `output`.'),
  request: part('Fixed price per request, in addition to its tokens.'),
  currency: z
    ._default(z.string().check(z.regex(/^[A-Z]{3}$/)), 'USD')
    .check(about('Currency of the price as three letters, e.g. "EUR".')),
  source: z.optional(z.string().check(about('Source of the price, e.g. the URL of a price list.'))),
} as const;

export const asOfField = z
  .string()
  .check(z.regex(/^\d{4}-\d{2}-\d{2}$/), about('Date on which the price was looked up, e.g. "2026-11-01".'));

/** A price in a plan. */
export const priceSchema = z.strictObject({ ...priceFields, asOf: z.optional(asOfField) });

/** Prices per million tokens of each kind, and per request. */
export interface TokenPrice {
  readonly input: number;
  readonly output: number;
  readonly cachedInput?: number | undefined;
  readonly cacheWrite?: number | undefined;
  readonly reasoning?: number | undefined;
  readonly request?: number | undefined;
}

/** A price with its origin, which is shown wherever costs are. */
export interface FoundPrice extends TokenPrice {
  readonly currency: string;
  /** Date on which it was looked up; null = not known. */
  readonly asOf: string | null;
  readonly source: string | null;
  /** Where it was found: "the built-in table", a file, or "the plan". */
  readonly from: string;
  /** The pattern of the table that matched; null for a price in a plan. */
  readonly matched: string | null;
  /** Why it may be wrong, as sentences. */
  readonly warnings: readonly string[];
}

/** A price as it is saved with a run. */
export const foundPriceSchema = z.looseObject({
  input: z.number(),
  output: z.number(),
  cachedInput: z.optional(z.number()),
  cacheWrite: z.optional(z.number()),
  reasoning: z.optional(z.number()),
  request: z.optional(z.number()),
  currency: z.string(),
  asOf: z.nullable(z.string()),
  source: z.nullable(z.string()),
  from: z.string(),
  matched: z.nullable(z.string()),
  warnings: z.array(z.string()),
}) satisfies z.ZodMiniType<FoundPrice>;

const millisecondsPerMonth = (365.25 / 12) * 86_400_000;

/** Why a price may be too old or too new for a run at `at` (epoch milliseconds), as sentences. */
export function ageWarnings(
  { asOf, source }: { asOf?: string | null | undefined; source?: string | null | undefined },
  at: number,
  warnAfterMonths: number,
): string[] {
  if (asOf == null) return [];
  const months = (at - Date.parse(asOf)) / millisecondsPerMonth;
  const check = source == null ? 'Check it.' : `Check it at ${source}.`;
  if (months > warnAfterMonths) {
    return [`The price dates from ${asOf}, ${Math.floor(months)} months before the run. ${check}`];
  }
  // Two days of tolerance, because dates differ between time zones.
  if (months < -1 / 15)
    return [
      `The price dates from ${asOf}, after the run. It may have been different at the time of the run.`,
    ];
  return [];
}
