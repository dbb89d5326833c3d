import type { EnginePort } from '../../engine/enginePort.ts';
import { endOfBudget } from '../../measure/spending/costDiagnostics.ts';
import type { Measurement, OutcomeOf } from '../../protocol/measurement.ts';
import type { MeasurementKind } from '../../protocol/measurementKind.ts';
import { withConsent } from '../consent/askConsent.ts';
import type { CliContext } from '../process/context.ts';
import { type ExitCode, exitCodes } from '../process/exitCodes.ts';
import { withEngine } from '../process/withEngine.ts';
import { liveDisplay } from '../terminal/liveDisplay.ts';
import { styles } from '../terminal/style.ts';
import { failedTooOften } from './failedTooOften.ts';
import { printEstimate } from './printEstimate.ts';
import { type Ended, runMeasurement } from './runMeasurement.ts';

/** The options of every command that measures. */
export interface MeasureOptions {
  estimate?: boolean | undefined;
  json?: boolean | undefined;
  /** The person agrees to what the plan needs consent for. */
  yes?: boolean | undefined;
}

/** What a command knows about the kind of measurement that it runs. */
export interface MeasureCommand<T> {
  /** Prints the outcome. The engine stays open until it has. */
  print(ended: Ended<T>, engine: EnginePort): void | Promise<void>;
  /** Whether no request succeeded, or none of one side. This is a failure. */
  nothingSucceeded(outcome: T): boolean;
  /** What to print when a step begins after others have ended. */
  describeStep?(step: number): string;
  /** The exit code of a measurement that did not fail; default: ok. */
  verdict?(outcome: T): ExitCode;
}

/**
 * What every command that measures does: it estimates the cost or runs the measurement, prints the outcome,
 * and decides the exit code.
 */
export function measure<K extends MeasurementKind>(
  context: CliContext,
  measurement: Measurement<K>,
  { estimate, json, yes }: MeasureOptions,
  command: MeasureCommand<OutcomeOf<K>>,
): Promise<ExitCode> {
  return withEngine(context, async engine => {
    const agreed = await withConsent(engine, measurement, yes === true, context);
    if (estimate) {
      await printEstimate(engine, agreed as Measurement, json === true, context);
      return exitCodes.ok;
    }
    const describeStep = (step: number) => command.describeStep?.(step) ?? null;
    const ended = await runMeasurement(engine, context, liveDisplay(context), agreed, describeStep);
    await command.print(ended, engine);
    tellUpload(ended, context);
    return exitCodeOf(ended, command);
  });
}

function tellUpload({ outcome, uploaded }: Ended<OutcomeOf<MeasurementKind>>, { stderr }: CliContext): void {
  if (!uploaded) return;
  const { address, problem } = uploaded;
  const { bad } = styles(stderr.colours);
  stderr.write(
    problem === null
      ? `Copied to ${address}\n`
      : `${bad('error:')} ${outcome.folder} could not be copied to ${address}: ${problem} It is still on this machine.\n`,
  );
}

function exitCodeOf<K extends MeasurementKind>(
  { outcome, interrupted, uploaded }: Ended<OutcomeOf<K>>,
  { nothingSucceeded, verdict }: MeasureCommand<OutcomeOf<K>>,
): ExitCode {
  if (interrupted) return exitCodes.interrupted;
  if (uploaded && uploaded.problem !== null) return exitCodes.failed;
  if (outcome.state === 'failed' || nothingSucceeded(outcome) || failedTooOften(outcome))
    return exitCodes.failed;
  const code = verdict?.(outcome) ?? exitCodes.ok;
  return code === exitCodes.ok && endedByBudget(outcome) ? exitCodes.overBudget : code;
}

function endedByBudget(outcome: OutcomeOf<MeasurementKind>): boolean {
  return 'endedByBudget' in outcome ? outcome.endedByBudget : endOfBudget(outcome.diagnostics) !== undefined;
}
