import type { OutcomeOf } from '../../protocol/measurement.ts';
import type { MeasurementKind } from '../../protocol/measurementKind.ts';
import type { SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import { type QuestionStep, walk } from '../host/questions/steps.ts';
import type { CallOptions } from '../measurements/arguments.ts';
import type { MeasurementRequest } from '../measurements/measurementRequest.ts';
import { remedyFor } from './askEndpoint.ts';
import { budgetStep } from './budgetStep.ts';
import type { Command } from './command.ts';
import { endpointTargets } from './commandTargets.ts';
import type { Services } from './services.ts';

/** The questions of a Run command, and the request that their answers make. */
export interface Questions {
  title: string;
  steps: readonly QuestionStep[];
  /** The endpoints that have been chosen so far. */
  endpoints(): readonly SavedEndpoint[];
  /** Called when all steps are answered. `budget` is the most to spend, or null. */
  request(budget: number | null): MeasurementRequest;
  /** What a budget does; default: the run stops. */
  budgetEffect?: string;
  /** Keeps the answers, to offer them first the next time. */
  remember?(): Promise<void>;
}

/** What the Run commands differ in. */
export interface MeasureCommandSpec<K extends MeasurementKind, A extends CallOptions> {
  id: string;
  /** Returns typed arguments, or null for what menus and trees pass along. */
  read(value: unknown): A | null;
  /** Throws UserError if the arguments make no sense. */
  requestFrom(services: Services, args: A): Promise<MeasurementRequest<K>>;
  /**
   * Undefined = the user gave up.
   * @param given the endpoints that the command was called on
   */
  questions(services: Services, given: readonly SavedEndpoint[]): Questions | Promise<Questions | undefined>;
}

/**
 * Makes a Run command. Called by a person, it asks, estimates the cost and starts. Called with typed
 * arguments, it asks nothing, starts, and answers with the outcome or with the id of what it started.
 */
export function measureCommand<K extends MeasurementKind, A extends CallOptions>({
  id,
  read,
  requestFrom,
  questions,
}: MeasureCommandSpec<K, A>): (services: Services) => Command {
  return services => ({
    id,
    run: async (...args) => {
      const [first] = args;
      const typed = read(first);
      if (typed) return startTyped(services, await requestFrom(services, typed), typed);
      const given = first === undefined ? [] : endpointTargets(args, services);
      const asked = await questions(services, given);
      if (asked) await askAndStart(services, asked);
      return undefined;
    },
  });
}

/** Asks the questions, and what the measurement may cost, and starts it. */
export async function askAndStart(services: Services, questions: Questions): Promise<void> {
  const { launcher } = services;
  const answers: { budget: number | null } = { budget: null };
  const answered = await walk(questions.title, [
    ...questions.steps,
    budgetStep({
      draft: answers,
      endpoints: () => questions.endpoints(),
      estimate: () => launcher.estimate(questions.request(null)),
      effect: questions.budgetEffect ?? 'the run stops before it exceeds the budget',
    }),
  ]);
  const [first] = questions.endpoints();
  if (!answered || !first) return;
  await questions.remember?.();
  await launcher.startAndReport(questions.request(answers.budget), await remedyFor(first, services));
}

/** `runId` is the earlier name of `id`. */
export interface StartedIds {
  id: string;
  runId: string;
}

async function startTyped<K extends MeasurementKind>(
  { launcher, errors }: Services,
  request: MeasurementRequest<K>,
  { waitForEnd = true, showPanel = true, whenBusy = 'wait' }: CallOptions,
): Promise<OutcomeOf<K> | StartedIds> {
  const { measurement, outcome } = await launcher.start(request, { showPanel, whenBusy });
  if (waitForEnd) return outcome;
  void outcome.catch(error => errors.show(error));
  return { id: measurement.id, runId: measurement.id };
}

/** The answer to an earlier step, which exists because the steps are asked in order. */
export function answerOf<T>(answer: T | undefined): T {
  if (answer === undefined) throw new Error('A step was used before it was answered.');
  return answer;
}
