import * as z from 'zod/mini';
import { UserError } from '../base/errors.ts';
import { explainIssues, inputSchema } from '../base/explainIssues.ts';
import type { JsonObject } from '../base/jsonValue.ts';
import { ageWarnings, asOfField, type FoundPrice, priceFields } from './price.ts';

const about = (description: string) => z.meta({ description });
const pattern = z.string().check(z.minLength(1));

/** A line of a price table. */
export const tableEntrySchema = z.strictObject({
  model: z
    .union([pattern, z.array(pattern).check(z.minLength(1))])
    .check(
      about(
        'Model ids the price is for; * stands for any text, ? for one character. The closest match holds.',
      ),
    ),
  provider: z.optional(
    pattern.check(about('Provider as the endpoint names it, * and ? as in `model`; default: any.')),
  ),
  ...priceFields,
  asOf: asOfField,
});

export const priceTableSchema = z.strictObject({
  $schema: z.optional(z.string().check(about('JSON schema of this file, for completion in the editor.'))),
  warnAfterMonths: z
    ._default(z.number().check(z.positive()), 6)
    .check(about('A price older than this at the time of a run is reported as old.')),
  prices: z
    .array(tableEntrySchema)
    .check(
      z.minLength(1),
      about(
        'Prices by model. Of several of one model the newest that was there at the time of the run holds.',
      ),
    ),
});

export type TableEntry = z.infer<typeof tableEntrySchema>;
export type PriceTable = z.infer<typeof priceTableSchema>;

/** A table with the name that it is spoken of by. */
export interface NamedPriceTable extends Omit<PriceTable, '$schema'> {
  readonly name: string;
}

/** JSON schema of price files. */
export function priceTableJsonSchema(): JsonObject {
  return { ...inputSchema(priceTableSchema), title: 'LLMeter price table' };
}

/** Checks a price table. Throws UserError that names `source` and what to change. */
export function readPriceTable(json: unknown, source: string): NamedPriceTable {
  const parsed = priceTableSchema.safeParse(json);
  if (!parsed.success) {
    const sentences = explainIssues(parsed.error.issues, json, priceTableJsonSchema());
    throw new UserError(`${source}: ${sentences.join(' ')}`);
  }
  return { ...parsed.data, name: source };
}

/** What is looked for: a model as an endpoint names it. */
export interface PricedModel {
  readonly model: string;
  readonly provider: string;
}

/**
 * The price that holds for a model at `at` (epoch milliseconds): of the first table that knows the model,
 * the closest match, and of equally close ones the newest of that time. null where no table knows it.
 */
export function findPrice(
  tables: readonly NamedPriceTable[],
  wanted: PricedModel,
  at: number,
): FoundPrice | null {
  for (const table of tables) {
    const found = table.prices.flatMap(entry => matchOf(entry, wanted) ?? []);
    const closest = Math.max(...found.map(match => match.closeness));
    const [best] = found.filter(match => match.closeness === closest).sort((a, b) => byTime(a, b, at));
    if (best) return foundPrice(best, table, at);
  }
  return null;
}

interface Match {
  readonly entry: TableEntry;
  readonly pattern: string;
  readonly closeness: number;
}

/** How well an entry fits: the more of the model id it spells out the better, then of the provider. */
function matchOf(entry: TableEntry, { model, provider }: PricedModel): Match | null {
  if (entry.provider !== undefined && !fits(entry.provider, provider)) return null;
  const patterns = [entry.model].flat().filter(pattern => fits(pattern, model));
  const [pattern] = patterns.sort((a, b) => spelled(b) - spelled(a));
  if (pattern === undefined) return null;
  // A model id is at most some hundred characters; the provider only decides between equals.
  const closeness = spelled(pattern) * 1000 + Math.min(spelled(entry.provider ?? ''), 999);
  return { entry, pattern, closeness };
}

function spelled(pattern: string): number {
  return pattern.replaceAll(/[*?]/g, '').length;
}

function fits(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'is').test(text);
}

/** What was there at `at` before what came later, and then the one nearer to it. */
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
