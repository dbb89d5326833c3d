import { useMemo, useState } from 'preact/hooks';
import { countOf, formatCount } from '../../../core/format/quantities.ts';
import type { Report } from '../../../protocol/run.ts';
import type { GridSort } from '../../parts/gridTypes.ts';
import { SegmentedControl } from '../../parts/SegmentedControl.tsx';
import { VirtualGrid } from '../../parts/VirtualGrid.tsx';
import type { RunPanel } from '../panel/runPanel.ts';
import type { RequestFilter } from '../panel/runUiState.ts';
import { requestColumns } from './requestColumns.ts';
import { requestOrder, slowestCount } from './requestOrder.ts';

const firstSort: Record<RequestFilter, GridSort> = {
  all: { key: 'index', descending: false },
  failed: { key: 'index', descending: false },
  slowest: { key: 'ttlt', descending: true },
};

/** Every request of the run as a table. */
export function RequestsTab({ panel, report }: { panel: RunPanel; report: Report }) {
  const { filter } = panel.ui.state.value;
  const [sort, setSort] = useState(firstSort[filter]);
  const columns = useMemo(() => requestColumns(report), [report]);
  const items = useMemo(() => requestOrder(report, filter, sort), [report, filter, sort]);
  const opened = panel.opened.value;
  const choose = (value: RequestFilter) => {
    setSort(firstSort[value]);
    panel.ui.change({ filter: value });
  };
  return (
    <section class="requests" aria-label="Requests">
      <div class="section-head">
        <SegmentedControl
          label="Which requests"
          value={filter}
          options={[
            { value: 'all', label: 'All' },
            { value: 'failed', label: `Failed (${formatCount(report.failedRequests)})` },
            { value: 'slowest', label: `Slowest ${slowestCount}` },
          ]}
          onChange={choose}
        />
        <span class="muted" role="status">
          {countOf(items.length, 'request')}
        </span>
      </div>
      {items.length === 0 ? (
        <p class="empty muted">{filter === 'failed' ? 'No request failed.' : 'No requests.'}</p>
      ) : (
        <VirtualGrid
          key={filter}
          label="Requests"
          columns={columns}
          items={items}
          sort={sort}
          onSort={key =>
            setSort(now => ({ key, descending: now.key === key ? !now.descending : key !== 'index' }))
          }
          opened={opened?.index ?? null}
          onOpen={(index, byKeyboard) => void panel.openRequest(index, byKeyboard)}
        />
      )}
    </section>
  );
}
