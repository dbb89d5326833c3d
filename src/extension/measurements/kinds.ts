import type { ExperimentKind } from '../../protocol/measurementKind.ts';

/** How experiments of each kind are called, and what they are made of. */
export const experimentKinds: Record<
  ExperimentKind,
  { label: string; noun: string; step: 'level' | 'run'; icon: string; context: string }
> = {
  'load-test': {
    label: 'Load test',
    noun: 'load test',
    step: 'level',
    icon: 'graph-line',
    context: 'loadTest',
  },
  ab: { label: 'A/B run', noun: 'A/B run', step: 'run', icon: 'arrow-swap', context: 'ab' },
  heatmap: { label: 'Latency heatmap', noun: 'heatmap', step: 'run', icon: 'table', context: 'heatmap' },
};
