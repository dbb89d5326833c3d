import { PanelFrame } from '../parts/PanelFrame.tsx';
import { NotShown, Waiting } from '../parts/Waiting.tsx';
import { LiveView } from './live/LiveView.tsx';
import type { RunPanel } from './panel/runPanel.ts';
import { ReportView } from './report/ReportView.tsx';

/** One panel for the whole life of a run: waiting, live, the report, or what went wrong. */
export function RunApp({ panel }: { panel: RunPanel }) {
  return (
    <PanelFrame notices={panel.notices}>
      <Body panel={panel} />
    </PanelFrame>
  );
}

function Body({ panel }: { panel: RunPanel }) {
  const view = panel.view.value;
  switch (view.kind) {
    case 'loading':
      return <Waiting message={view.message} />;
    case 'error':
      return <NotShown title="Run not shown" message={view.message} onShowLog={() => void panel.showLog()} />;
    case 'live':
      return <LiveView panel={panel} snapshot={view.snapshot} />;
    case 'report':
      return <ReportView key={view.report.folder} panel={panel} report={view.report} />;
    default:
      return view satisfies never;
  }
}
