import { type AuditTable, percent } from '../auditTable.ts';
import { allPowerCases, type Power, powerOf } from '../detectable.ts';

const repetitions = 400;

export const table: AuditTable = {
  title: 'Detectable differences',
  text: `The difference that comparisons say they detect in 80 of 100 cases (the median of ${repetitions}), and the share of ${repetitions} pairs with just that true difference in which it is detected; it should be 75 to 85 %. "–": most comparisons do not say, because the statistic lies between two groups of values or data are too few. Chance moves a share by about 4 points.`,
  columns: ['compared', 'higher by', 'detected', 'lower by', 'detected'],
  *rows() {
    for (const one of allPowerCases()) {
      const { name, higher, lower } = powerOf(one, repetitions);
      yield [name, ...cells(higher, one.unit), ...cells(lower, one.unit)];
    }
  },
};

function cells(found: Power['higher'], unit: string): string[] {
  if (found === null) return ['–', '–'];
  return [`${(found.size * 100).toFixed(1)} ${unit}`, percent(found.detected)];
}
