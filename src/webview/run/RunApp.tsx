import { Icon } from '../parts/Icon.tsx';
import { Notice } from '../parts/Notice.tsx';
import { TooltipLayer } from '../parts/TooltipLayer.tsx';
import { LiveView } from './live/LiveView.tsx';
import { ReportView } from './report/ReportView.tsx';
import type { RunPanel } from './runPanel.ts';

/** One panel for the whole life of a run: waiting, live, report, or what went wrong. */
export function RunApp({ panel }: { panel: RunPanel }) {
  return (
    <>
      <Body panel={panel} />
      <Toast panel={panel} />
      <TooltipLayer />
    </>
  );
}

function Body({ panel }: { panel: RunPanel }) {
  const view = panel.view.value;
  switch (view.kind) {
    case 'loading':
      return (
        <main class="centered" aria-busy="true">
          <p role="status">
            <Icon name="progress" spin /> {view.message}
          </p>
        </main>
      );
    case 'error':
      return (
        <main class="centered">
          <h1 class="sr">Run not shown</h1>
          <Notice severity="error" message={view.message} />
          <button type="button" class="button secondary" onClick={() => void panel.showLog()}>
            Show Log
          </button>
        </main>
      );
    case 'live':
      return <LiveView panel={panel} snapshot={view.snapshot} />;
    case 'report':
      return <ReportView key={view.report.folder} panel={panel} report={view.report} />;
    default:
      return view satisfies never;
  }
}

function Toast({ panel }: { panel: RunPanel }) {
  const notice = panel.notice.value;
  return (
    <div class="toast" role="status">
      {notice !== null && (
        <div class={`toast-body ${notice.severity}`}>
          <Icon name={notice.severity === 'info' ? 'check' : 'error'} />
          <span>{notice.message}</span>
          <button
            type="button"
            class="icon-button"
            aria-label="Dismiss"
            onClick={() => {
              panel.notice.value = null;
            }}
          >
            <Icon name="close" />
          </button>
        </div>
      )}
    </div>
  );
}
