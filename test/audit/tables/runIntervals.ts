import { type AuditTable, percent } from '../auditTable.ts';
import { intervalShares, runScenarios } from '../runIntervals.ts';

const repetitions = 500;

export const table: AuditTable = {
  title: 'Intervals of one run',
  text: `Share of ${repetitions} runs that give a 95 % confidence interval of a percentile of TTFT, and share of the runs whose interval does not hold the truth; it should be at most 6 %.`,
  columns: ['clients x requests', 'p50 known', 'wrong', 'p90 known', 'wrong', 'p99 known', 'wrong'],
  *rows() {
    for (const scenario of runScenarios) {
      const cells = (['p50', 'p90', 'p99'] as const).flatMap(key => {
        const { known, wrong } = intervalShares(scenario, key, repetitions);
        return [percent(known), known === 0 ? '–' : percent(wrong)];
      });
      yield [scenario.name, ...cells];
    }
  },
};
