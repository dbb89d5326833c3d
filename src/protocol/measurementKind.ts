/** Measurements that are more than one run. */
export const experimentKinds = ['ab', 'load-test', 'heatmap', 'repeats'] as const;

/** The kinds of measurement. A new kind starts here; the type checker then names every place that needs it. */
const measurementKinds = ['run', ...experimentKinds] as const;

export type ExperimentKind = (typeof experimentKinds)[number];
export type MeasurementKind = (typeof measurementKinds)[number];
