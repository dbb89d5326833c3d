import { useEffect, useRef } from 'preact/hooks';
import { formatCount } from '../../../core/format/quantities.ts';
import type { Report } from '../../../protocol/run.ts';
import { Icon } from '../../parts/Icon.tsx';
import { Notice } from '../../parts/Notice.tsx';
import type { OpenedRequest, RunPanel } from '../panel/runPanel.ts';
import { RequestDetailView } from './RequestDetailView.tsx';

interface Props {
  panel: RunPanel;
  report: Report;
  opened: OpenedRequest;
}

/** The opened request beside the report; closing it gives the focus back. */
export function RequestPane({ panel, report, opened }: Props) {
  const pane = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (lost && before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  useEffect(() => {
    if (opened.focus) pane.current?.focus();
  }, [opened.focus, opened.index]);
  const step = (by: number) => void panel.openRequest(opened.index + by, false);
  return (
    <aside class="request-pane" aria-label={`Request ${opened.index + 1}`} tabIndex={-1} ref={pane}>
      <header>
        <h2>Request {formatCount(opened.index + 1)}</h2>
        <button
          type="button"
          class="icon-button"
          aria-label="Previous request"
          data-tip="Previous request"
          disabled={opened.index === 0}
          onClick={() => step(-1)}
        >
          <Icon name="up" />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label="Next request"
          data-tip="Next request"
          disabled={opened.index >= report.ids.length - 1}
          onClick={() => step(1)}
        >
          <Icon name="down" />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label="Close"
          data-tip="Close (Escape)"
          onClick={() => panel.closeRequest()}
        >
          <Icon name="close" />
        </button>
      </header>
      {opened.kind === 'loading' && (
        <p class="muted" role="status">
          Reading…
        </p>
      )}
      {opened.kind === 'error' && <Notice severity="error" message={opened.message} />}
      {opened.kind === 'shown' && <RequestDetailView detail={opened.detail} />}
    </aside>
  );
}
