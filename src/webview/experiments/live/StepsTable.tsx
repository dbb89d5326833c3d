import type { ChartTheme } from '../../../charts/chart.ts';
import { formatCount, formatQuantity, missing } from '../../../core/format/quantities.ts';
import { costDefinitions, metricDefinitions } from '../../../core/metrics/definitions.ts';
import { leadingKey } from '../../../core/metrics/leadingRates.ts';
import type { ExperimentStep } from '../../../protocol/experimentView.ts';
import { isDistribution, type RunSnapshot } from '../../../protocol/run.ts';
import { progressView } from '../../live/progress.ts';
import { Icon } from '../../parts/Icon.tsx';
import { Quantity } from '../../parts/Quantity.tsx';
import { SideMark } from '../panel/SideMark.tsx';
import { stepLook } from './stepLook.ts';

interface Props {
  /** A heatmap is a single run, which needs no table. */
  /** What a step is called. */
  heading: 'side' | 'level' | 'run';
  /** Whether steps have the colours of the charts. */
  coloured: boolean;
  steps: readonly ExperimentStep[];
  theme: ChartTheme;
}

interface Column {
  label: string;
  definition: string;
  text: (snapshot: RunSnapshot) => string;
}

const columns: readonly Column[] = [
  {
    label: 'Requests',
    definition: 'Completed requests so far, including failed ones.',
    text: ({ progress }) => formatCount(progress.done),
  },
  {
    label: 'Failed',
    definition: 'Requests that failed.',
    text: ({ progress }) => formatCount(progress.failed),
  },
  median('ttft'),
  median('ttlt'),
  median('tpot'),
  total('request_throughput'),
  total('output_token_throughput'),
];

function median(key: 'ttft' | 'ttlt' | 'tpot'): Column {
  const { label, definition } = metricDefinitions[key];
  return {
    label: `${label} p50`,
    definition,
    text: ({ metrics }) => {
      const metric = metrics[key];
      return metric && isDistribution(metric) ? formatQuantity(metric.p50, metric.unit) : missing;
    },
  };
}

function total(key: 'request_throughput' | 'output_token_throughput'): Column {
  const { definition } = metricDefinitions[key];
  return {
    label: key === 'request_throughput' ? 'Requests/s' : 'Output tokens/s',
    definition,
    text: ({ metrics }) => {
      const metric = metrics[leadingKey(metrics, key)];
      return metric && !isDistribution(metric) ? formatQuantity(metric.value, '') : missing;
    },
  };
}

const spent: Column = {
  label: costDefinitions.cost.label,
  definition: costDefinitions.cost.definition,
  text: ({ cost }) => (cost === null ? missing : formatQuantity(cost.total, cost.currency)),
};

/** The steps of an experiment: how far each is, and its numbers so far. */
export function StepsTable({ heading, coloured, steps, theme }: Props) {
  const priced = steps.some(({ snapshot }) => snapshot !== null && snapshot.cost !== null);
  const shown = priced ? [...columns, spent] : columns;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="scroll-x" tabIndex={0} aria-label="Steps">
      <table class="data steps">
        <caption class="sr">Steps of the experiment</caption>
        <thead>
          <tr>
            <th scope="col">{{ side: 'Side', level: 'Level', run: 'Run' }[heading]}</th>
            <th scope="col" class="left">
              Progress
            </th>
            {shown.map(({ label, definition }) => (
              <th key={label} scope="col" data-tip={definition}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map((step, i) => (
            <tr key={step.label}>
              <th scope="row">
                {coloured && <SideMark theme={theme} index={i} />} {step.label}
              </th>
              <td class="left">
                <StepProgress step={step} />
              </td>
              {shown.map(({ label, text }) => (
                <td key={label}>
                  <Quantity text={step.snapshot === null ? missing : text(step.snapshot)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function StepProgress({ step: { label, state, snapshot } }: { step: ExperimentStep }) {
  const { words, icon, tone, spin } = stepLook[state];
  const share = state === 'running' && snapshot ? progressView(snapshot).share : null;
  return (
    <span class="step-progress">
      <span class={`state ${tone}`}>
        <Icon name={icon} spin={spin} />
        {words}
      </span>
      {share !== null && <progress aria-label={`Progress of ${label}`} value={share} max={1} />}
    </span>
  );
}
