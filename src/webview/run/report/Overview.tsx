import type { Report } from '../../../protocol/run.ts';
import { unlessDiagnosed } from '../../../protocol/tooManyFailures.ts';
import { Diagnostics } from '../../parts/Diagnostics.tsx';
import { ErrorGroups } from '../../parts/ErrorGroups.tsx';
import { Notice } from '../../parts/Notice.tsx';
import type { RunPanel } from '../panel/runPanel.ts';
import { Contributed } from './Contributed.tsx';
import { Cost } from './Cost.tsx';
import { ReportCharts } from './ReportCharts.tsx';
import { Summary } from './Summary.tsx';

/** What to know before reading the numbers, then the numbers, then the charts. */
export function Overview({ panel, report }: { panel: RunPanel; report: Report }) {
  const partial = unlessDiagnosed(report.partial, report.diagnostics);
  const succeeded = report.totalRequests - report.failedRequests;
  return (
    <>
      {partial !== null && <Notice severity="warning" message={partial} />}
      {report.totalRequests > 0 && succeeded === 0 && (
        <Notice severity="error" message="Every request failed, so there is nothing to measure." />
      )}
      {report.totalRequests === 0 && (
        <Notice severity="info" message="This run has no requests." advice="Run it again." />
      )}
      {report.warnings.map(warning => (
        <Notice key={warning} severity="warning" message={warning} />
      ))}
      <Diagnostics diagnostics={report.diagnostics} />
      {succeeded > 0 && <Summary panel={panel} report={report} />}
      <Contributed report={report} />
      {report.cost !== null && <Cost cost={report.cost} />}
      {report.errors.length > 0 && (
        <section aria-labelledby="report-errors">
          <h2 id="report-errors">Errors</h2>
          <ErrorGroups errors={report.errors} />
        </section>
      )}
      {succeeded > 0 && <ReportCharts panel={panel} report={report} />}
    </>
  );
}
