import { UserError } from '../core/base/errors.ts';
import { type ComparedKey, comparedDefinition } from '../core/compare/comparedMetrics.ts';
import type { PairComparison } from '../core/compare/result.ts';
import type { Recipe } from '../core/recipes/recipe.ts';
import type { PriceBook } from '../prices/priceBook.ts';
import { type ComparedRuns, compareRuns } from './compareRuns.ts';

interface Meaning {
  recipe: Recipe | null;
  /** Requested by the user: rejected if the runs do not have it. */
  decidingMetric: ComparedKey | undefined;
  /** Set by the experiment: if the runs do not have it, there is no verdict. */
  meant: ComparedKey | null;
  /** Requested by the user or set by the experiment. */
  margin: number | null;
  /** The folders of the runs in each folder of a repeated run. */
  repeats?: ReadonlyMap<string, readonly string[]>;
  /** See `savedSample`. */
  book?: PriceBook | null;
}

/**
 * Compares runs by the recipe and the deciding metric that they were made for. Throws UserError like
 * `compareRuns`, and if a requested deciding metric is not available for both sides.
 */
export async function compareAsMeant(
  folders: readonly string[],
  { recipe, decidingMetric, meant, margin, repeats, book = null }: Meaning,
): Promise<ComparedRuns & { findings: string[] }> {
  const decides = decidingMetric ?? meant;
  const compared = await compareRuns(
    folders,
    {
      ...(recipe && { underStudy: recipe.underStudy }),
      ...(decides !== null && { decidingMetric: decides }),
      ...(margin !== null && { margin }),
    },
    { book, ...(repeats && { repeats }) },
  );
  const { samples, comparison } = compared;
  if (decidingMetric !== undefined) for (const pair of comparison.pairs) refuseWithout(decidingMetric, pair);
  return { ...compared, findings: recipe?.findings({ samples, pairs: comparison.pairs }) ?? [] };
}

function refuseWithout(
  wanted: ComparedKey,
  { baseline, candidate, metrics, decidingMetric, reasons }: PairComparison,
) {
  // Without a successful request the comparison itself says that nothing can be judged.
  if (decidingMetric !== null || reasons.some(({ id }) => id === 'no-success')) return;
  throw new UserError(
    `"${comparedDefinition(wanted).label}" (${wanted}) cannot be compared: it is not available for both ${baseline} and ${candidate}. Both have ${metrics.map(({ key }) => key).join(', ')}.`,
  );
}
