import type { ComponentChildren } from 'preact';
import { Icon } from '../../parts/Icon.tsx';
import { LiveStatus } from '../../parts/LiveStatus.tsx';
import type { ExperimentPanel } from './experimentPanel.ts';
import { fileName } from './fileName.ts';

interface Props {
  panel: ExperimentPanel;
  title: string;
  /** The line under the title that says what this is. */
  subtitle: ComponentChildren;
  /** Announced to screen readers when it changes. */
  spoken: string;
  markdown: () => string;
  csv: () => string;
}

/** The title of a result, and the actions on the whole of it. */
export function PageHead({ panel, title, subtitle, spoken, markdown, csv }: Props) {
  const busy = panel.busy.value;
  return (
    <header class="run-head">
      <div>
        <h1>{title}</h1>
        <p class="muted">{subtitle}</p>
      </div>
      <LiveStatus text={busy ?? spoken} urgent={busy ?? spoken} />
      <div class="actions">
        {busy !== null && (
          <span class="state active">
            <Icon name="progress" spin />
            {busy}
          </span>
        )}
        <button
          type="button"
          class="button secondary"
          onClick={() => void panel.copy(markdown(), 'Copied as Markdown.')}
        >
          <Icon name="copy" />
          Copy as Markdown
        </button>
        <button
          type="button"
          class="button secondary"
          onClick={() => void panel.save(fileName(title, 'csv'), csv)}
        >
          <Icon name="save" />
          Save CSV
        </button>
        <button
          type="button"
          class="button"
          aria-disabled={busy !== null}
          onClick={() => busy === null && void panel.exportReport()}
        >
          <Icon name="report" />
          Export HTML Report
        </button>
      </div>
    </header>
  );
}
