import { useMemo } from 'preact/hooks';
import { summaryMarkdown, summaryTable } from '../../../core/format/summaryTable.ts';
import type { Report } from '../../../protocol/run.ts';
import { Icon } from '../../parts/Icon.tsx';
import { SegmentedControl } from '../../parts/SegmentedControl.tsx';
import type { RunPanel } from '../panel/runPanel.ts';
import { OtherToolsView } from './OtherToolsView.tsx';
import { OwnKeysTable } from './OwnKeysTable.tsx';
import { reportFacts, reportTitle } from './reportFacts.ts';
import { ScalarList, SummaryGrid } from './SummaryGrid.tsx';

/** Our metrics, LLMeter's own keys, or the numbers of another tool. */
export function Summary({ panel, report }: { panel: RunPanel; report: Report }) {
  const { statistics } = panel.ui.state.value;
  const table = useMemo(() => summaryTable(report.metrics), [report]);
  const copy = () => {
    const markdown = summaryMarkdown(
      reportTitle(report),
      [
        ['Endpoint', `${report.endpoint.name} (${report.endpoint.provider}, ${report.endpoint.kind})`],
        ...reportFacts(report),
      ],
      table,
    );
    void panel.copy(markdown, 'Summary copied as Markdown.');
  };
  return (
    <section aria-labelledby="summary">
      <div class="section-head">
        <h2 id="summary">Summary</h2>
        <SegmentedControl
          label="Which statistics"
          value={statistics}
          options={[
            { value: 'ours', label: 'Metrics' },
            { value: 'own', label: 'LLMeter’s own keys' },
            { value: 'tools', label: 'Other tools' },
          ]}
          onChange={value => panel.ui.change({ statistics: value })}
        />
        <button type="button" class="button link" onClick={copy}>
          <Icon name="copy" />
          Copy as Markdown
        </button>
      </div>
      {statistics === 'own' && <OwnKeysTable stats={report.stats} />}
      {statistics === 'tools' && <OtherToolsView panel={panel} />}
      {statistics === 'ours' && (
        <>
          <SummaryGrid table={table} />
          <ScalarList table={table} />
        </>
      )}
    </section>
  );
}
