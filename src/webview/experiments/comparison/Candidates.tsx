import { comparisonRows } from '../../../core/compare/comparisonTable.ts';
import type { PairComparison } from '../../../core/compare/result.ts';
import { Tabs } from '../../parts/Tabs.tsx';
import { ComparedRows } from './ComparedRows.tsx';

interface Props {
  pairs: readonly PairComparison[];
  /** Index of the pair that is shown in detail. */
  chosen: number;
  onChoose: (candidate: string) => void;
}

/** Several runs against the baseline: the deciding metric of each, and a tab for the details of each. */
export function Candidates({ pairs, chosen, onChoose }: Props) {
  const baseline = pairs[0]?.baseline ?? '';
  const rows = pairs.flatMap(pair =>
    comparisonRows(pair)
      .filter(row => row.decidingMetric)
      .map(row => ({ ...row, key: pair.candidate, label: pair.candidate, decidingMetric: false })),
  );
  const metric = pairs[0]?.metrics.find(({ role }) => role === 'deciding');
  const statistic = metric?.statistics[0]?.statistic;
  return (
    <>
      <section aria-labelledby="candidates">
        <h2 id="candidates">
          Each against {baseline}
          {metric && `: ${metric.label}${statistic === 'total' ? '' : ` ${statistic}`}`}
        </h2>
        <ComparedRows
          caption={`Each run against ${baseline}`}
          first="Candidate"
          baseline={baseline}
          candidate="Candidate"
          rows={rows}
        />
      </section>
      <Tabs
        label="Candidate"
        value={`${chosen}`}
        tabs={pairs.map(({ candidate }, i) => ({ value: `${i}`, label: candidate }))}
        onChange={index => onChoose(pairs[Number(index)]?.candidate ?? '')}
      />
    </>
  );
}
