import { useState } from 'preact/hooks';
import type { PartsComparison } from '../../../core/compare/parts.ts';
import { loadTestLevels } from '../../../core/loadTest/levelParts.ts';
import { PartDifferences } from '../comparison/PartDifferences.tsx';

/** What differs between load tests at the numbers of clients that both have, one metric at a time. */
export function LevelDifferences({ comparisons }: { comparisons: readonly PartsComparison[] }) {
  const metrics = new Map(
    comparisons.flatMap(({ parts }) =>
      parts.flatMap(({ pair }) => pair.metrics.map(({ key, label }) => [key as string, label] as const)),
    ),
  );
  const [chosen, choose] = useState<string>();
  const metric = chosen !== undefined && metrics.has(chosen) ? chosen : metrics.keys().next().value;
  return (
    <PartDifferences
      title="Differences at common levels"
      comparisons={comparisons}
      kind={loadTestLevels}
      shows={key => key === metric}
    >
      <select
        class="select"
        aria-label="Metric of the differences"
        value={metric}
        onChange={event => choose(event.currentTarget.value)}
      >
        {[...metrics].map(([key, label]) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </select>
    </PartDifferences>
  );
}
