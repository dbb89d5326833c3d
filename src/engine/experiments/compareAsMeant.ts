import type { ComparedKey } from '../../core/compare/comparedMetrics.ts';
import type { CompareOptions } from '../../core/compare/compareSamples.ts';
import { UserError } from '../../core/errors.ts';
import type { Recipe } from '../../core/recipes/recipe.ts';
import type { PriceBook } from '../cost/priceBook.ts';
import { type ComparedRuns, compareRuns } from './compareRuns.ts';

interface Meaning {
  recipe: Recipe | null;
  /** What somebody asks for now: refused where the runs do not have it. */
  headline: ComparedKey | undefined;
  /** What the experiment was made for: told where the runs do not have it. */
  meant: ComparedKey | null;
  /** See `savedSample`. */
  book?: PriceBook | null;
}

/**
 * Compares runs by what they were made for: the recipe's question and its headline metric. Throws
 * UserError as `compareRuns` does.
 */
export async function compareAsMeant(
  folders: readonly string[],
  { recipe, headline, meant, book = null }: Meaning,
): Promise<ComparedRuns & { findings: string[] }> {
  const options: CompareOptions = recipe === null ? {} : { underStudy: recipe.underStudy };
  const decides = headline ?? meant;
  const compared = await compareRuns(
    folders,
    decides === null ? options : { ...options, headline: decides },
    book,
  ).catch(async (error: unknown) => {
    if (headline !== undefined || meant === null || !(error instanceof UserError)) throw error;
    const found = await compareRuns(folders, options, book);
    found.comparison.warnings.unshift(error.message);
    return found;
  });
  const { samples, comparison } = compared;
  return { ...compared, findings: recipe?.findings({ samples, pairs: comparison.pairs }) ?? [] };
}
