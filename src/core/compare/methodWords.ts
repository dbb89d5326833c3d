import { formatQuantity, missing } from '../format/quantities.ts';
import type { MetricDefinition } from '../metrics/definitions.ts';
import type { Detectable, DetectableSize } from './detectable.ts';
import type { PairComparison } from './result.ts';
import { timingSentences } from './runTiming.ts';
import { nameOf } from './words.ts';

/** Defines the detectable differences of a row. */
export const detectsMeaning =
  'The smallest true differences, upward and downward, that a comparison of such runs detects in 80 of 100 cases. Smaller differences may go unnoticed.';

/**
 * How two runs were compared: their timing, the intervals, what could be detected, how to read the verdicts.
 */
export function methodSentences(pair: PairComparison): string[] {
  return [
    timingSentences[pair.arrangement],
    ...intervalSentences(pair),
    detectableSentence(pair),
    pair.family,
    contributedSentence(pair),
  ].filter(sentence => sentence !== '');
}

function contributedSentence({ baseline, candidate, contributed = [] }: PairComparison): string {
  if (contributed.length === 0) return '';
  const values = contributed.map(
    stat => `${stat.name} ${stat.candidate ?? missing} against ${stat.baseline ?? missing}`,
  );
  return `Contributed by callbacks and not judged (${candidate} against ${baseline}): ${values.join(', ')}.`;
}

function intervalSentences({ metrics }: PairComparison): string[] {
  const methods = new Map<string, string[]>();
  for (const { label, statistics } of metrics) {
    for (const found of statistics) {
      const { difference } = found;
      if (difference === null) continue;
      const name = nameOf(label, found);
      methods.set(difference.method, [...(methods.get(difference.method) ?? []), name]);
    }
  }
  return [...methods].map(([method, names]) => `95 % intervals by ${method}: ${names.join(', ')}.`);
}

/** Empty for a verdict of no detectable difference, whose finding says so already. */
function detectableSentence({ metrics, decidingMetric }: PairComparison): string {
  const metric = metrics.find(({ key }) => key === decidingMetric);
  const found = metric?.statistics[0];
  if (!metric || !found?.difference) return '';
  const { detectable: sizes, absolute } = found.difference;
  if (sizes === null) return absolute.low === absolute.high ? '' : unknownDetectable;
  if (found.verdict === 'no detectable difference') return '';
  const { worse, better } = detectableTexts(sizes, metric);
  if (worse === null && better === null) return '';
  const [first, second] = worse === null ? [`${better}`, null] : [worse, better];
  const where = worse === null ? 'better' : 'worse';
  const rest = second === null ? '' : `, and of ${second} where it is better`;
  return `Runs like these detect a true difference of ${first} in 80 of 100 cases where the candidate is ${where}${rest}.`;
}

const unknownDetectable =
  'Which true differences such runs detect cannot be said: their values lie in separate groups, and the compared statistic lies between them.';

/** The detectable differences in words, by what they mean for the candidate: "23.6 %"; null where there is none. */
function detectableTexts({ higher, lower }: Detectable, { unit, better }: MetricDefinition) {
  const write = (size: DetectableSize | null) => size && sizeText(size, unit);
  return better === 'lower'
    ? { worse: write(higher), better: write(lower) }
    : { worse: write(lower), better: write(higher) };
}

/** The detectable differences with their signs: "+23.6 %, -19.3 %"; empty if there are none. */
export function signedDetectable({ higher, lower }: Detectable, unit: string): string {
  const signed = [higher && `+${sizeText(higher, unit)}`, lower && `-${sizeText(lower, unit)}`];
  return signed.filter(text => text !== null).join(', ');
}

function sizeText({ absolute, relative }: DetectableSize, unit: string): string {
  if (relative !== null) return `${(relative * 100).toFixed(1)} %`;
  return unit === '' ? `${(absolute * 100).toFixed(1)} points` : formatQuantity(absolute, unit);
}
