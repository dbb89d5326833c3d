import type { InvocationResponse } from '../request/response.ts';
import { aggregate } from '../stats/aggregate.ts';
import { SortedColumn } from '../stats/sortedColumn.ts';
import type { CostModel } from './costModel.ts';
import { requestCost, runCost } from './dimensions.ts';

/**
 * LLMeter's own cost figures (llmeter-format 8.2), with its formulas, keys and order of addition. Adds one
 * response at a time in O(1), so that a run that keeps no responses has them too. Unknown tokens, with which
 * LLMeter fails, are not billed.
 */
export class LlmeterCosts {
  readonly #model: CostModel;
  readonly #dimensions: readonly { name: string; column: SortedColumn }[];
  readonly #totals = new SortedColumn();

  constructor(model: CostModel) {
    this.#model = model;
    this.#dimensions = Object.keys(model.request_dims).map(name => ({ name, column: new SortedColumn() }));
  }

  add(response: InvocationResponse): void {
    let total: number | null = 0;
    for (const { name, column } of this.#dimensions) {
      const dimension = this.#model.request_dims[name];
      const cost = dimension ? requestCost(dimension, response) : null;
      total = total === null || cost === null ? null : total + cost;
      if (cost !== null) column.append(cost);
    }
    if (total !== null) this.#totals.append(total);
  }

  /** LLMeter's statistics by key, in its order. `testTime` in seconds. */
  contributions(testTime: number | null): Record<string, number> {
    const stats: Record<string, number> = {};
    for (const { name, column } of this.#dimensions) aggregate(`cost_${name}_per_request`, column, stats);
    if (this.#dimensions.length > 0) aggregate('cost_per_request', this.#totals, stats);
    let total = 0;
    for (const [name, dimension] of Object.entries(this.#model.run_dims)) {
      const cost = runCost(dimension, testTime);
      if (cost === null) continue;
      stats[`cost_${name}`] = cost;
      total += cost;
    }
    for (const { name, column } of this.#dimensions) {
      stats[`cost_${name}`] = column.sum;
      total += column.sum;
    }
    stats['cost_total'] = total;
    return stats;
  }
}
