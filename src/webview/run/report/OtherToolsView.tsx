import { useEffect } from 'preact/hooks';
import type { CompatMetric, CompatView } from '../../../core/compat/compatView.ts';
import { missing } from '../../../core/format/quantities.ts';
import { Choice } from '../../parts/Choice.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { Notice } from '../../parts/Notice.tsx';
import type { RunPanel } from '../panel/runPanel.ts';

/** The run through the formulas of other tools, for people who must reproduce a number from elsewhere. */
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
  if (view === undefined) return <Notice severity="info" message="No other tool’s formulas are known." />;
  return (
    <div class="other-tools">
      <Choice
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
        The same requests by this tool’s formulas, as of <code>{source}</code>.
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

/** As precise as it is known: whoever reproduces a number compares digits. */
function valueText({ value, unit }: CompatMetric): string {
  if (value === null) return missing;
  const number = Number(value.toPrecision(8)).toLocaleString('en-US', { maximumFractionDigits: 8 });
  return unit === '' ? number : `${number} ${unit}`;
}
