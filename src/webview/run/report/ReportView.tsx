import { useEffect } from 'preact/hooks';
import { formatCount } from '../../../core/format/quantities.ts';
import type { Report } from '../../../protocol/run.ts';
import { LiveStatus } from '../../parts/LiveStatus.tsx';
import { stateText } from '../../parts/stateText.ts';
import { Tabs, tabPanelId } from '../../parts/Tabs.tsx';
import type { RunPanel } from '../panel/runPanel.ts';
import { Details } from './Details.tsx';
import { Overview } from './Overview.tsx';
import { ReportHead } from './ReportHead.tsx';
import { RequestPane } from './RequestPane.tsx';
import { RequestsTab } from './RequestsTab.tsx';
import './report.css';

/** A saved run: its head, three tabs, and the opened request beside them. */
export function ReportView({ panel, report }: { panel: RunPanel; report: Report }) {
  const { tab } = panel.ui.state.value;
  const opened = panel.opened.value;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => event.key === 'Escape' && panel.closeRequest();
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [panel]);
  const tabs = [
    { value: 'overview', label: 'Overview' },
    { value: 'requests', label: 'Requests', count: formatCount(report.ids.length) },
    { value: 'details', label: 'Details' },
  ] as const;
  const spoken = `${report.name}: ${stateText[report.state].label}`;
  return (
    <main class="report">
      <ReportHead panel={panel} report={report} />
      <LiveStatus text={spoken} urgent={spoken} />
      <Tabs label="Report" value={tab} tabs={tabs} onChange={value => panel.ui.change({ tab: value })} />
      <div class={opened === null ? 'report-body' : 'report-body split'}>
        <div class="tab-panel" role="tabpanel" id={tabPanelId(tab)} aria-labelledby={`tab-${tab}`}>
          {tab === 'overview' && <Overview panel={panel} report={report} />}
          {tab === 'requests' && <RequestsTab panel={panel} report={report} />}
          {tab === 'details' && <Details report={report} />}
        </div>
        {opened !== null && <RequestPane panel={panel} report={report} opened={opened} />}
      </div>
    </main>
  );
}
