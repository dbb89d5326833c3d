import { useMemo } from 'preact/hooks';
import { rateChart } from '../../charts/rateChart.ts';
import { timeChart } from '../../charts/timeChart.ts';
import type { RunSnapshot } from '../../protocol/run.ts';
import { ChartCard } from '../chart/ChartCard.tsx';
import type { ChartHost } from '../chart/chartHost.ts';

/** Latency and throughput since the start of the run. */
export function LiveCharts({ host, snapshot }: { host: ChartHost; snapshot: RunSnapshot }) {
  const theme = host.theme.value;
  const { series, progress } = snapshot;
  const until = Math.max(progress.elapsed, 1);
  const charts = useMemo(() => {
    const { bucketSeconds, requests, outputTokens } = series.throughput;
    const rates = { bucketSeconds, until };
    return {
      ttft: timeChart(
        { label: 'TTFT', unit: 's', at: series.ttft.at, values: series.ttft.seconds, until },
        theme,
      ),
      requests: rateChart(
        { ...rates, label: 'Requests per second', unit: 'requests/s', amounts: requests },
        theme,
        'primary',
      ),
      tokens: rateChart(
        { ...rates, label: 'Output tokens per second', unit: 'tokens/s', amounts: outputTokens },
        theme,
        'secondary',
      ),
    };
  }, [series, until, theme]);
  return (
    <div class="chart-grid live">
      {(['ttft', 'requests', 'tokens'] as const).map(id => (
        <ChartCard
          key={id}
          live
          chart={charts[id]}
          note={id === 'ttft' ? 'Line: median' : undefined}
          asTable={host.ui.isTable(`live-${id}`)}
          onToggle={() => host.ui.toggleTable(`live-${id}`)}
        />
      ))}
    </div>
  );
}
