/** The kinds of measurement. A new kind starts here; the type checker then names every place that needs it. */
export const measurementKinds = ['run', 'ab', 'load-test', 'heatmap'] as const;

export type MeasurementKind = (typeof measurementKinds)[number];

/** Measurements that are more than one run: A/B test, load test, heatmap. */
export type ExperimentKind = Exclude<MeasurementKind, 'run'>;
