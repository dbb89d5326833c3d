import { type AuditTable, percent } from '../auditTable.ts';
import { marginCases, marginOutcomes } from '../margins.ts';

const repetitions = 600;

export const table: AuditTable = {
  title: 'Margins',
  text: `What --margin 10% says of ${repetitions} pairs of runs with a true loss in median TTFT. At a loss of exactly 10 %, "not worse" and "worse" are each wrong and should be at most 2.5 % (chance: 1.3 points). At none, "worse" is wrong; at 30 %, "not worse" is.`,
  columns: ['runs', 'true loss', 'not worse', 'worse', 'undecided'],
  *rows() {
    for (const one of marginCases) {
      const { notWorse, worse, undecided } = marginOutcomes(one, repetitions);
      const loss = `${one.loss * 100} %`;
      yield [`${one.shape}, n = ${one.n}`, loss, percent(notWorse), percent(worse), percent(undecided)];
    }
  },
};
