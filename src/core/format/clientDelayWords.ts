import { clientLimited } from '../metrics/clientDelay.ts';
import { distributionDefinitions, steadyKeys } from '../metrics/definitions.ts';
import type { ClientDelay, DelayShare, Distribution } from '../metrics/distribution.ts';
import type { Scalar } from '../metrics/metricColumns.ts';

/** What this machine probably changed by more than is tolerated: keys of metrics, and their numbers. */
export type Affected = Readonly<Record<string, readonly string[]>>;

type MetricSet = Readonly<Record<string, Distribution | Scalar>>;
type NumberKey = keyof ClientDelay;

const judged = ['ttft', 'ttft_any', 'ttlt', 'e2e', 'tpot', 'itl'] as const;
type Judged = (typeof judged)[number];
/** Those that the words are about; the others follow them. */
const told = ['ttft', 'ttlt', 'tpot', 'itl'] as const;

/** The numbers that every report shows, and their names. */
const shown = { p50: 'p50', p90: 'p90', p95: 'p95', p99: 'p99' } as const;
const named: Readonly<Record<NumberKey, string>> = { ...shown, p999: 'p99.9', mean: 'mean' };

/** If clients always wait for an answer, rates fall as the mean time of an answer grows. */
const rates = Object.entries(steadyKeys).flat();

function metricOf(metrics: MetricSet, key: Judged): Distribution | null {
  const metric = metrics[key];
  return metric && 'p50' in metric && metric.n > 0 ? metric : null;
}

/** A percentile of too few values is reported too, except the most extreme one. */
function limitedIn({ clientDelay, unreliable }: Distribution): NumberKey[] {
  return clientLimited(clientDelay).filter(key => key !== 'p999' || unreliable[key] === undefined);
}

/** null if this machine limits no number, or if that is not known. */
export function affectedBy(metrics: MetricSet): Affected | null {
  const found: Record<string, string[]> = {};
  for (const key of judged) {
    const metric = metricOf(metrics, key);
    const numbers = metric ? limitedIn(metric) : [];
    if (numbers.length > 0) found[key] = numbers;
  }
  if (Object.keys(found).length === 0) return null;
  if (found['ttlt']?.includes('mean')) for (const key of rates) found[key] = ['value'];
  return found;
}

/** Whether a number is affected that every report shows. */
export function affectsShown(affected: Affected): boolean {
  return Object.values(affected).some(numbers => numbers.some(number => number !== 'p999'));
}

/** Which numbers this machine changed and by how much, as sentences. */
export function clientDelaySentences(metrics: MetricSet): string {
  const sentences: string[] = [];
  const sound: string[] = [];
  for (const key of told) {
    const metric = metricOf(metrics, key);
    if (metric === null) continue;
    const { label } = distributionDefinitions[key];
    const numbers = limitedIn(metric);
    if (numbers.length === 0) sound.push(label);
    else sentences.push(sentenceOf(label, metric, numbers));
  }
  const answer = metricOf(metrics, 'ttlt');
  if (answer && limitedIn(answer).includes('mean')) {
    const { likely = 0 } = answer.clientDelay?.mean ?? {};
    sentences.push(`Rates are probably ${percentOf(1 - 1 / (1 + likely))} too low.`);
  }
  if (sound.length > 0) sentences.push(`${listed(sound)} ${sound.length === 1 ? 'is' : 'are'} within 5 %.`);
  return sentences.join(' ');
}

function sentenceOf(label: string, { clientDelay }: Distribution, numbers: readonly NumberKey[]): string {
  const parts = numbers.map(key => `${named[key]} ${shareWords(clientDelay?.[key])}`);
  const within = (Object.keys(shown) as NumberKey[]).filter(key => !numbers.includes(key));
  const rest =
    within.length === 0 ? '' : `; ${listed(within)} ${within.length === 1 ? 'is' : 'are'} within 5 %`;
  return `${label} ${listed(parts)}${rest}.`;
}

function shareWords(share: DelayShare | undefined): string {
  const { likely = 0, atMost = null } = share ?? {};
  const direction = likely > 0 ? 'too high' : 'too low';
  const guess = percentOf(likely);
  const limit = atMost === null ? guess : percentOf(atMost);
  return limit === guess
    ? `is probably ${guess} ${direction}`
    : `could be up to ${limit} ${direction} (probably ${guess})`;
}

/** Large shares are guesses, which digits would only hide. */
function percentOf(share: number): string {
  const percent = Math.abs(share) * 100;
  return `${percent.toFixed(percent < 10 ? 1 : 0)} %`;
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
