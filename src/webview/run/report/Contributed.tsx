import { contributedStats } from '../../../core/stats/contributedStats.ts';
import type { Report } from '../../../protocol/run.ts';
import { KeyValueTable } from './KeyValueTable.tsx';

/** The statistics that callbacks contributed, if there are any. */
export function Contributed({ report }: { report: Report }) {
  const found = contributedStats(report.stats);
  if (found.length === 0) return null;
  const title = 'Contributed by callbacks';
  return (
    <section aria-labelledby="report-contributed">
      <h2 id="report-contributed">{title}</h2>
      <KeyValueTable caption={title} entries={found.map(({ name, text }) => [name, text])} />
    </section>
  );
}
