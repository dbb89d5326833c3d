import type { SampleColumns } from '../../../core/compare/sample.ts';
import { countOf, formatCount } from '../../../core/format/quantities.ts';
import type { RunComparison } from '../../../protocol/run.ts';
import { Icon } from '../../parts/Icon.tsx';
import type { ExperimentPanel } from '../panel/experimentPanel.ts';
import { SideMark } from '../panel/SideMark.tsx';

interface Props {
  panel: ExperimentPanel;
  runs: RunComparison['runs'];
  columns: readonly SampleColumns[];
}

/** The runs that are compared, marked as in the charts, each with a link to its report. */
export function SideList({ panel, runs, columns }: Props) {
  return (
    <ul class="sides" aria-label="Runs">
      {runs.map(({ name, folder }, i) => {
        const failed = columns[i]?.failed.reduce((sum, one) => sum + one, 0) ?? 0;
        return (
          <li key={folder}>
            <SideMark theme={panel.theme.value} index={i} />
            <button
              type="button"
              class="button link"
              data-tip={`Open the report of ${name}`}
              onClick={() => void panel.openRun(folder)}
            >
              {name}
            </button>
            <span class="muted">
              {i === 0 ? 'baseline' : 'candidate'}
              {columns[i] && `, ${countOf(columns[i].failed.length, 'request')}`}
            </span>
            {failed > 0 && <span class="bad">{formatCount(failed)} failed</span>}
            <button
              type="button"
              class="icon-button"
              aria-label={`Reveal the folder of ${name}`}
              data-tip={folder}
              onClick={() => void panel.revealFolder(folder)}
            >
              <Icon name="folder" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
