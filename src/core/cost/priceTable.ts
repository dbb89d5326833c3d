import * as z from 'zod/mini';
import { UserError } from '../base/errors.ts';
import { explainIssues, inputSchema } from '../base/explainIssues.ts';
import type { JsonObject } from '../base/jsonValue.ts';
import { ageWarnings, asOfField, type FoundPrice, priceFields } from './price.ts';

const about = (description: string) => z.meta({ description });
const pattern = z.string().check(z.minLength(1));

/** An entry of a price table. */
export const tableEntrySchema = z.strictObject({
  model: z
    .union([pattern, z.array(pattern).check(z.minLength(1))])
    .check(
      about(
        'Model ids that the price applies to; * matches any text, ? one character. The most specific match applies.',
      ),
    ),
  provider: z.optional(
    pattern.check(about('Provider as the endpoint names it, with * and ? as in `model`; default: any.')),
  ),
  ...priceFields,
  asOf: asOfField,
});

export const priceTableSchema = z.strictObject({
  $schema: z.optional(z.string().check(about('JSON schema of this file, for completion in the editor.'))),
  warnAfterMonths: z
    ._default(z.number().check(z.positive()), 6)
    .check(about('Prices older than this many months at the time of a run are reported.')),
  prices: z
    .array(tableEntrySchema)
    .check(
      z.minLength(1),
      about(
        'Prices by model. If a model has several prices, the newest one valid at the time of the run applies.',
      ),
    ),
});

export type TableEntry = z.infer<typeof tableEntrySchema>;
export type PriceTable = z.infer<typeof priceTableSchema>;

/** A price table with a name for messages: its file, or "the built-in table". */
export interface NamedPriceTable extends Omit<PriceTable, '$schema'> {
  readonly name: string;
}

/** The JSON schema of price files. */
export function priceTableJsonSchema(): JsonObject {
  return { ...inputSchema(priceTableSchema), title: 'LLMeter price table' };
}

/** Checks a price table. Throws UserError that names `source` and says what to change. */
export function readPriceTable(json: unknown, source: string): NamedPriceTable {
  const parsed = priceTableSchema.safeParse(json);
  if (!parsed.success) {
    const sentences = explainIssues(parsed.error.issues, json, priceTableJsonSchema());
    throw new UserError(`${source}: ${sentences.join(' ')}`);
  }
  return { ...parsed.data, name: source };
}

/** A model and its provider, as an endpoint names them. */
export interface PricedModel {
  readonly model: string;
  readonly provider: string;
}

/**
 * The price of a model at `at` (epoch milliseconds), from the first table that has one: the most specific
 * match, and among equally specific ones the newest that was valid then. Null if no table has a price.
 */
export function findPrice(
  tables: readonly NamedPriceTable[],
  wanted: PricedModel,
  at: number,
): FoundPrice | null {
  for (const table of tables) {
    const found = table.prices.flatMap(entry => matchOf(entry, wanted) ?? []);
    const most = Math.max(...found.map(match => match.specificity));
    const [best] = found.filter(match => match.specificity === most).sort((a, b) => byTime(a, b, at));
    if (best) return foundPrice(best, table, at);
  }
  return null;
}

interface Match {
  readonly entry: TableEntry;
  readonly pattern: string;
  readonly specificity: number;
}

/**
 * An entry that matches, with how many characters it spells out: first of the model id, then of the provider.
 */
function matchOf(entry: TableEntry, { model, provider }: PricedModel): Match | null {
  if (entry.provider !== undefined && !matches(entry.provider, provider)) return null;
  const patterns = [entry.model].flat().filter(pattern => matches(pattern, model));
  const [pattern] = patterns.sort((a, b) => literalLength(b) - literalLength(a));
  if (pattern === undefined) return null;
  // The provider counts less than 1000, so it only decides between equal model patterns.
  const specificity = literalLength(pattern) * 1000 + Math.min(literalLength(entry.provider ?? ''), 999);
  return { entry, pattern, specificity };
}

function literalLength(pattern: string): number {
  return pattern.replaceAll(/[*?]/g, '').length;
}

function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'is').test(text);
}

/** Prices valid at `at` come before later ones; in both groups, those closer to `at` come first. */
function byTime(a: Match, b: Match, at: number): number {
  const distance = ({ entry }: Match) => {
    const since = at - Date.parse(entry.asOf);
    return since >= 0 ? since : Number.MAX_SAFE_INTEGER - since;
  };
  return distance(a) - distance(b);
}

function foundPrice({ entry, pattern }: Match, table: NamedPriceTable, at: number): FoundPrice {
  const { model: _, provider, source = null, ...price } = entry;
  return {
    ...price,
    source,
    from: table.name,
    matched: provider === undefined ? pattern : `${pattern} (${provider})`,
    warnings: ageWarnings(entry, at, table.warnAfterMonths),
  };
}
