import { type AuditTable, percent } from '../auditTable.ts';
import { intervalScenarios, rateCoverage } from '../rateIntervals.ts';

const repetitions = 1200;

export const table: AuditTable = {
  title: 'Intervals of requests per second',
  text: `Share of ${repetitions} pairs of runs of the same server whose 95 % interval of the difference holds 0; it should be 92 to 98 %. Pairs without enough blocks are refused. Chance moves a share by about 2 points.`,
  columns: ['run', 'holds 0', 'not refused'],
  *rows() {
    for (const scenario of intervalScenarios) {
      const { covered, judged } = rateCoverage(scenario, repetitions);
      yield [scenario.name, judged < 0.05 ? '–' : percent(covered), percent(judged)];
    }
  },
};
