// The extension's one list of the kinds of measurement. A new kind adds its fields to measurementRequest.ts,
// an entry here, and a command.
import { countOf } from '../../core/format/quantities.ts';
import type { Measurement, OutcomeOf } from '../../protocol/measurement.ts';
import type { MeasurementKind } from '../../protocol/measurementKind.ts';
import type { StartRun } from '../../protocol/start.ts';
import { type MeasurementRequest, type PlannedEndpoint, repeatsOf } from './measurementRequest.ts';
import { latencyText } from './runTexts.ts';

/** What only this window knows, and a request lacks. */
export interface StartContext {
  common: Pick<StartRun, 'baseFolder' | 'defaultOutput' | 'prices' | 'allowModules' | 'agreed'>;
  /** The plan with the secrets and the network settings of its endpoint. */
  complete(planned: PlannedEndpoint): Promise<Pick<StartRun, 'plan' | 'place' | 'secrets' | 'network'>>;
}

interface KindInfo<K extends MeasurementKind> {
  /** At the start of a text: "Load test". */
  label: string;
  /** Inside a sentence: "load test". */
  noun: string;
  /** What each of its runs is called. */
  stepNoun: 'run' | 'side' | 'level';
  /** Id of an icon of VS Code. */
  icon: string;
  /** Which page its panel shows. Only an experiment shows its steps. */
  page: 'run' | 'experiment';
  /** What menus know a line of the Runs tree by, while the measurement is in progress and when it is saved. */
  context: { live: string; saved: string };
  /** Whether its steps run at the same time. */
  stepsRunTogether: boolean;
  /** Whether each step has a folder inside the measurement's folder; else the only step's folder is it. */
  stepsHaveFolders: boolean;
  stepLabels(request: MeasurementRequest<K>): string[];
  /** What the engine is asked to measure. */
  toMeasurement(request: MeasurementRequest<K>, context: StartContext): Promise<Measurement<K>>;
  /** What a notification says at the end, after how it ended. */
  endFacts(outcome: OutcomeOf<K>): string[];
}

const experiment = (saved: string) => ({
  page: 'experiment' as const,
  context: { live: 'liveExperiment', saved: `experiment ${saved}` },
  endFacts: () => [],
});

export const kindInfos: { readonly [K in MeasurementKind]: KindInfo<K> } = {
  run: {
    label: 'Benchmark',
    noun: 'run',
    stepNoun: 'run',
    icon: 'graph',
    page: 'run',
    context: { live: 'liveRun', saved: 'savedRun' },
    stepsRunTogether: false,
    stepsHaveFolders: false,
    stepLabels: ({ title }) => [title],
    toMeasurement: async (request, { common, complete }) => ({
      kind: 'run',
      ...common,
      ...(await complete(request)),
    }),
    endFacts: ({ totalRequests, failedRequests, metrics }) =>
      [
        countOf(totalRequests, 'request'),
        failedRequests > 0 ? `${failedRequests} failed` : null,
        latencyText({ metrics }),
      ].filter(fact => fact !== null),
  },
  ab: {
    ...experiment('ab'),
    label: 'A/B test',
    noun: 'A/B test',
    stepNoun: 'side',
    icon: 'arrow-swap',
    stepsRunTogether: true,
    stepsHaveFolders: true,
    stepLabels: ({ sides }) => sides.map(({ name }) => name),
    toMeasurement: async ({ sides, settings }, { common, complete }) => {
      const completed = await Promise.all(sides.map(async side => ({ ...side, ...(await complete(side)) })));
      return {
        kind: 'ab',
        ...common,
        ...settings,
        sides: completed.map(({ name, baseFolder, plan, place, secrets }) => ({
          name,
          baseFolder,
          plan,
          place,
          secrets,
        })),
        // If only some sides leave this machine, the user's proxy has to serve all of them.
        network: Object.assign({}, ...completed.map(({ network }) => network)),
      };
    },
  },
  'load-test': {
    ...experiment('loadTest'),
    label: 'Load test',
    noun: 'load test',
    stepNoun: 'level',
    icon: 'graph-line',
    stepsRunTogether: false,
    stepsHaveFolders: true,
    stepLabels: ({ settings: { levels } }) => levels.map(clients => countOf(clients, 'client')),
    toMeasurement: async (request, { common, complete }) => ({
      kind: 'load-test',
      ...common,
      ...(await complete(request)),
      ...request.settings,
    }),
  },
  heatmap: {
    ...experiment('heatmap'),
    label: 'Latency heatmap',
    noun: 'heatmap',
    stepNoun: 'run',
    icon: 'table',
    stepsRunTogether: false,
    stepsHaveFolders: false,
    stepLabels: ({ settings: { inputLengths, outputLengths } }) => [
      countOf(inputLengths.length * outputLengths.length, 'combination'),
    ],
    toMeasurement: async (request, { common, complete }) => ({
      kind: 'heatmap',
      ...common,
      ...(await complete(request)),
      ...request.settings,
    }),
  },
  repeats: {
    ...experiment('repeats'),
    label: 'Repeated run',
    noun: 'repeated run',
    stepNoun: 'run',
    icon: 'graph',
    stepsRunTogether: false,
    stepsHaveFolders: true,
    stepLabels: ({ plan }) => Array.from({ length: repeatsOf(plan) }, (_, i) => `Run ${i + 1}`),
    toMeasurement: async (request, { common, complete }) => ({
      kind: 'repeats',
      ...common,
      ...(await complete(request)),
    }),
  },
};

/** The entry of a kind that is known only at run time. */
export function kindInfo(kind: MeasurementKind): KindInfo<MeasurementKind> {
  return kindInfos[kind] as KindInfo<MeasurementKind>;
}
