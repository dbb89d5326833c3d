import type { Affected } from '../format/clientDelayWords.ts';
import { type ComparedKey, comparedDefinition, isComparedKey } from './comparedMetrics.ts';
import type { RunConditions } from './conditions.ts';
import { caution, type Finding, forbids, type Pair, sides } from './finding.ts';

/** The numbers that give a metric's verdict: of a rate its value, of all others the median. */
const deciding = ['p50', 'value'];
const advice =
  'Use fewer clients, close other programs, keep the machine from sleeping, or use one with more cores.';

/** The measuring machine changed the number by which a metric is judged. */
export function clientLimited(pair: Pair): Finding | null {
  const concerns = concerned(pair, numbers => numbers.some(number => deciding.includes(number)));
  const who = sides(pair, isLimited(concerns));
  if (who === null) return null;
  const limited = `${who === 'both' ? 'both were' : `${who} was`} limited by the measuring machine${namesOf(concerns)}`;
  return pair.timing === 'interleaved'
    ? caution(
        `${limited}, which lengthens the times of both equally and hides small differences`,
        advice,
        concerns,
      )
    : forbids(limited, advice, concerns);
}

/** It changed other numbers of a metric only. */
export function clientLimitedTail(pair: Pair): Finding | null {
  const concerns = concerned(pair, numbers => !numbers.some(number => deciding.includes(number)));
  if (concerns === null || concerns.length === 0) return null;
  const who = sides(pair, isLimited(concerns));
  const found = new Set(
    concerns.flatMap(key => [pair.baseline, pair.candidate].flatMap(side => numbersOf(side.conditions, key))),
  );
  return who === null
    ? null
    : caution(
        `the measuring machine changed ${[...found].sort().join(', ')} of ${who}${namesOf(concerns)}, but not the median`,
        advice,
        concerns,
      );
}

function affectedOf({ diagnostics, clientLimited: affected }: RunConditions): Affected | null {
  return diagnostics.includes('client-limited') ? affected : {};
}

function numbersOf(conditions: RunConditions, key: ComparedKey): readonly string[] {
  return affectedOf(conditions)?.[key] ?? [];
}

/** Metrics of either side with such numbers; null = all, because it is not known which. */
function concerned(
  { baseline, candidate }: Pair,
  test: (numbers: readonly string[]) => boolean,
): ComparedKey[] | null {
  const both = [affectedOf(baseline.conditions), affectedOf(candidate.conditions)];
  if (both.includes(null)) return null;
  const keys = new Set(both.flatMap(affected => Object.keys(affected ?? {})).filter(isComparedKey));
  return [...keys].filter(key => both.some(affected => affected?.[key] && test(affected[key])));
}

function isLimited(concerns: readonly ComparedKey[] | null): (run: RunConditions) => boolean {
  return run =>
    concerns === null ? affectedOf(run) === null : concerns.some(key => numbersOf(run, key).length > 0);
}

function namesOf(concerns: readonly ComparedKey[] | null): string {
  if (concerns === null) return '';
  return ` in ${concerns.map(key => comparedDefinition(key).label).join(', ')}`;
}
