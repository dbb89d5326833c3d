import { useEffect, useRef } from 'preact/hooks';
import { formatCount } from '../../../core/format/quantities.ts';
import type { Report } from '../../../protocol/run.ts';
import { Icon, type IconName } from '../../parts/Icon.tsx';
import { Notice } from '../../parts/Notice.tsx';
import type { OpenedRequest, RunPanel } from '../panel/runPanel.ts';
import { RequestDetailView } from './RequestDetailView.tsx';

interface Props {
  panel: RunPanel;
  report: Report;
  opened: OpenedRequest;
}

/** The opened request beside the report; closing it returns the focus. */
export function RequestPane({ panel, report, opened }: Props) {
  const pane = useRef<HTMLElement>(null);
  useReturnedFocus();
  useEffect(() => {
    if (opened.focus) pane.current?.focus();
  }, [opened.focus, opened.index]);
  return (
    <aside class="request-pane" aria-label={`Request ${opened.index + 1}`} tabIndex={-1} ref={pane}>
      <PaneHead panel={panel} report={report} opened={opened} />
      {opened.kind === 'loading' && (
        <p class="muted" role="status">
          Loading…
        </p>
      )}
      {opened.kind === 'error' && <Notice severity="error" message={opened.message} />}
      {opened.kind === 'shown' && <RequestDetailView detail={opened.detail} />}
    </aside>
  );
}

/** Gives the focus back to the element that had it, unless the user has moved it elsewhere. */
function useReturnedFocus(): void {
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (lost && before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
}

function PaneHead({ panel, report, opened: { index } }: Props) {
  const step = (by: number) => void panel.openRequest(index + by, false);
  const last = report.ids.length - 1;
  return (
    <header>
      <h2>Request {formatCount(index + 1)}</h2>
      <PaneButton label="Previous request" icon="up" disabled={index === 0} onClick={() => step(-1)} />
      <PaneButton label="Next request" icon="down" disabled={index >= last} onClick={() => step(1)} />
      <PaneButton label="Close" tip="Close (Escape)" icon="close" onClick={() => panel.closeRequest()} />
    </header>
  );
}

interface ButtonProps {
  label: string;
  /** Default: the label. */
  tip?: string;
  icon: IconName;
  disabled?: boolean;
  onClick: () => void;
}

function PaneButton({ label, tip = label, icon, disabled = false, onClick }: ButtonProps) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      data-tip={tip}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
