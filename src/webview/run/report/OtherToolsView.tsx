import { useEffect } from 'preact/hooks';
import type { CompatMetric, CompatView } from '../../../core/compat/compatView.ts';
import { missing } from '../../../core/format/quantities.ts';
import { Icon } from '../../parts/Icon.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { SegmentedControl } from '../../parts/SegmentedControl.tsx';
import type { RunPanel } from '../panel/runPanel.ts';

/** The run computed with the formulas of other tools, to reproduce their numbers. */
export function OtherToolsView({ panel }: { panel: RunPanel }) {
  useEffect(() => void panel.loadOtherTools(), [panel]);
  const state = panel.otherTools.value;
  if (state === null || state.kind === 'loading') {
    return (
      <p role="status">
        <Icon name="progress" spin /> Computing…
      </p>
    );
  }
  if (state.kind === 'error') return <Notice severity="error" message={state.message} />;
  const { views } = state;
  const { tool } = panel.ui.state.value;
  const view = views.find(one => one.tool === tool) ?? views[0];
  if (view === undefined)
    return <Notice severity="info" message="No other tools are supported for this run." />;
  return (
    <div class="other-tools">
      <SegmentedControl
        label="Tool"
        value={view.tool}
        options={views.map(one => ({ value: one.tool, label: one.tool }))}
        onChange={value => panel.ui.change({ tool: value })}
      />
      <ToolView view={view} />
    </div>
  );
}

function ToolView({ view: { tool, source, metrics, formulas, gaps } }: { view: CompatView }) {
  return (
    <>
      <p class="muted">
        The same requests, computed with this tool’s formulas as of <code>{source}</code>.
      </p>
      <table class="data tool-numbers">
        <caption class="sr">As {tool} would report it</caption>
        <thead class="sr">
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {metrics.map(metric => (
            <tr key={metric.name}>
              <th scope="row">
                <code>{metric.name}</code>
              </th>
              <td>{valueText(metric)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {formulas.length > 0 && (
        <>
          <h3>How {tool} computes them</h3>
          <dl class="formulas">
            {formulas.map(({ of, text }) => (
              <div key={of}>
                <dt>{of}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {gaps.map(gap => (
        <Notice key={gap} severity="info" message={gap} />
      ))}
    </>
  );
}

/** With many digits, because they are there to be compared with another tool's numbers. */
function valueText({ value, unit }: CompatMetric): string {
  if (value === null) return missing;
  const number = Number(value.toPrecision(8)).toLocaleString('en-US', { maximumFractionDigits: 8 });
  return unit === '' ? number : `${number} ${unit}`;
}
