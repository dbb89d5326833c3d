import type { PartsComparison } from '../../../core/compare/parts.ts';
import { type Heatmap, heatmapMetrics } from '../../../core/heatmap/heatmap.ts';
import { heatmapCsv } from '../../../core/heatmap/heatmapCsv.ts';
import { heatmapsMarkdown } from '../../../core/heatmap/heatmapMarkdown.ts';
import { metricDefinitions } from '../../../core/metrics/definitions.ts';
import { SegmentedControl } from '../../parts/SegmentedControl.tsx';
import type { ExperimentPanel } from '../panel/experimentPanel.ts';
import { PageHead } from '../panel/PageHead.tsx';
import { HeatmapSection } from './HeatmapSection.tsx';
import { LengthDifferences } from './LengthDifferences.tsx';

interface Props {
  panel: ExperimentPanel;
  title: string;
  heatmaps: readonly Heatmap[];
  comparisons: readonly PartsComparison[];
}

/** Latency by input and output length, one heatmap below the other. */
export function HeatmapsView({ panel, title, heatmaps, comparisons }: Props) {
  const { heatmapMetric } = panel.ui.state.value;
  return (
    <main class="experiment">
      <PageHead
        panel={panel}
        title={title}
        subtitle={`Latency by input and output length${
          heatmaps.length === 1 ? `, ${heatmaps[0]?.model}` : ''
        }`}
        spoken={title}
        markdown={() => heatmapsMarkdown(heatmaps, comparisons)}
        csv={() => heatmapCsv(heatmaps)}
      />
      <div class="section-head">
        <SegmentedControl
          label="Metric"
          value={heatmapMetric}
          options={heatmapMetrics.map(value => ({ value, label: metricDefinitions[value].label }))}
          onChange={value => panel.ui.change({ heatmapMetric: value })}
        />
        <SegmentedControl
          label="Bins"
          value={heatmaps[0]?.bins ?? 'log'}
          options={[
            { value: 'log', label: 'Logarithmic' },
            { value: 'linear', label: 'Linear' },
          ]}
          onChange={bins => void panel.setBins(bins)}
        />
        <span class="muted">{metricDefinitions[heatmapMetric].definition}</span>
      </div>
      <LengthDifferences comparisons={comparisons} metric={heatmapMetric} />
      {heatmaps.map(heatmap => (
        <HeatmapSection key={heatmap.folder} panel={panel} heatmap={heatmap} named={heatmaps.length > 1} />
      ))}
    </main>
  );
}
