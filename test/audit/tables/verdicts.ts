import { type AuditTable, percent } from '../auditTable.ts';
import { equalSides, slowerCandidates, verdictShares } from '../dependence.ts';

const repetitions = 500;

export const table: AuditTable = {
  title: 'Verdicts where requests depend on each other',
  text: `Share of ${repetitions} comparisons of TTFT medians that say that the sides differ. It should be at most 6 % where they are equal. "AR(1)" and load that swings make successive requests alike; clients or connections that differ make those of one client alike. Where requests say too little, there is no verdict.`,
  columns: ['clients x requests of each side', 'truth', 'said to differ', 'no verdict'],
  *rows() {
    for (const [truth, list] of [['equal', equalSides] as const, ['slower', slowerCandidates] as const]) {
      for (const scenario of list) {
        const { different, withheld } = verdictShares(scenario, repetitions);
        yield [scenario.name, truth, percent(different), percent(withheld)];
      }
    }
  },
};
