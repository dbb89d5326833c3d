import { type AuditTable, percent } from '../auditTable.ts';
import { rateBias, rateScenarios } from '../throughput.ts';

const repetitions = 300;

export const table: AuditTable = {
  title: 'Requests per second, as a share of the truth',
  text: `Means over ${repetitions} simulated runs. The steady rate should be within 2 % of 1. It does not exist where each client sends one request: then all clients are at work only until the first answer.`,
  columns: ['run', 'whole run', 'steady', 'runs with a steady rate'],
  *rows() {
    for (const scenario of rateScenarios) {
      const { whole, steady, known } = rateBias(scenario, repetitions);
      const shown = Number.isNaN(steady) ? '–' : steady.toFixed(3);
      yield [scenario.name, whole.toFixed(3), shown, percent(known)];
    }
  },
};
