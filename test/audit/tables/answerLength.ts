import { adjustedClaims, falseLengths } from '../answerLength.ts';
import { type AuditTable, percent } from '../auditTable.ts';

const repetitions = 1000;
const adjusted = 300;

export const table: AuditTable = {
  title: 'Answers that differ in length',
  text: `Share of ${repetitions} pairs with the same lengths that are said to differ: at most 5 %. Below, the adjusted comparison of TTLT where the candidate's answers are 30 % longer: share of ${adjusted} pairs called better or worse, at most about 5 % if the endpoints are equally fast.`,
  columns: ['lengths', 'requests', 'found'],
  *rows() {
    for (const sigma of [0.3, 0.6, 1]) {
      for (const n of [10, 20, 50, 200]) {
        yield [`equal, lognormal ${sigma}`, `${n}`, percent(falseLengths({ sigma, n }, repetitions))];
      }
    }
    for (const [name, slower] of [
      ['equally fast', 1],
      ['20 % faster for each token', 0.8],
    ] as const) {
      const { better, worse } = adjustedClaims(1.3, slower, 100, adjusted);
      yield [`30 % longer, ${name}`, '100', `${percent(better)} better, ${percent(worse)} worse`];
    }
  },
};
