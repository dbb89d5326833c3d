import type { OutcomeOf } from '../../protocol/measurement.ts';
import type { MeasurementKind } from '../../protocol/measurementKind.ts';
import { tooManyFailures } from '../../protocol/tooManyFailures.ts';

/** Whether failures ended a measurement, or came to more than its plan allows. */
export function failedTooOften(outcome: OutcomeOf<MeasurementKind>): boolean {
  if ('diagnostics' in outcome) return tooManyFailures(outcome.diagnostics).length > 0;
  if ('sides' in outcome) return outcome.sides.some(side => failedTooOften(side.outcome));
  if ('levels' in outcome) return outcome.levels.some(level => level.tooManyFailures !== undefined);
  return outcome.tooManyFailures !== undefined;
}
