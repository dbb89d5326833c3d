import type { Report } from '../../../protocol/run.ts';
import { EndpointLine } from '../../parts/EndpointLine.tsx';
import { Facts } from '../../parts/Facts.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { StateBadge } from '../../parts/StateBadge.tsx';
import type { RunPanel } from '../panel/runPanel.ts';
import { reportFacts } from './reportFacts.ts';

/** The name of a run, its endpoint, when it ran and how it ended. */
export function ReportHead({ panel, report }: { panel: RunPanel; report: Report }) {
  return (
    <header class="report-head">
      <div class="run-head">
        <div>
          <h1>
            {report.name}{' '}
            <StateBadge
              state={report.state}
              allFailed={report.totalRequests > 0 && report.failedRequests === report.totalRequests}
            />
          </h1>
          <EndpointLine endpoint={report.endpoint} />
          {report.description !== null && <p class="description">{report.description}</p>}
        </div>
        <div class="actions">
          <button type="button" class="button secondary" onClick={() => void panel.revealFolder()}>
            <Icon name="folder" />
            Reveal Folder
          </button>
          <button type="button" class="button" onClick={() => void panel.runAgain()}>
            <Icon name="again" />
            Run Again
          </button>
        </div>
      </div>
      <Facts
        facts={reportFacts(report).map(([label, value]) => ({
          label,
          value: label === 'Failed' && report.failedRequests > 0 ? <span class="bad">{value}</span> : value,
        }))}
      />
    </header>
  );
}
