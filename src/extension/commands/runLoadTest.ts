import { countOf } from '../../core/format/quantities.ts';
import { requestsPerClient } from '../../core/loadTest/levels.ts';
import { endpointLabel, type SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import type { Frame, UserAnswer } from '../host/questions/answers.ts';
import { fill } from '../host/questions/steps.ts';
import { readSettings } from '../host/settings.ts';
import { type LoadTestArguments, readLoadTestArguments } from '../measurements/arguments.ts';
import type { Amount } from '../measurements/loadChoices.ts';
import {
  chosenByPerson,
  type MeasurementRequest,
  type PlanInFolder,
} from '../measurements/measurementRequest.ts';
import { checkNumbers } from '../measurements/numberLists.ts';
import { planFrom } from '../measurements/planFrom.ts';
import { chooseAmount } from '../measurements/questions/amountPick.ts';
import { chooseNumbers } from '../measurements/questions/numbersPick.ts';
import type { PromptChoice } from '../measurements/questions/promptPick.ts';
import { answerOf, measureCommand, type Questions } from './measureCommand.ts';
import type { Services } from './services.ts';
import { costLimit, endpointStep, promptStep } from './sharedSteps.ts';
import { plannedRun } from './typed.ts';

type LoadTestRequest = MeasurementRequest<'load-test'>;

/** Run Load Test. With `LoadTestArguments` it asks nothing and answers with the outcome. */
export const runLoadTest = measureCommand({
  id: 'llmeter.experiment.loadTest',
  read: readLoadTestArguments,
  requestFrom,
  questions: (services, [endpoint]) => questions(services, endpoint),
});

async function requestFrom(services: Services, args: LoadTestArguments): Promise<LoadTestRequest> {
  const { levels, minRequestsPerClient, minRequestsPerRun, ...run } = args;
  checkNumbers('levels', levels);
  return requestOf(await plannedRun(services, run), {
    levels,
    ...(minRequestsPerClient !== undefined && { minRequestsPerClient }),
    ...(minRequestsPerRun !== undefined && { minRequestsPerRun }),
  });
}

interface Draft {
  endpoint: SavedEndpoint | undefined;
  prompt: PromptChoice;
  levels: number[];
  amount: Amount;
}

function questions(services: Services, given: SavedEndpoint | undefined): Questions {
  const { memory, roots } = services;
  const settings = readSettings();
  const { prompt, requests } = settings;
  const draft: Draft = { endpoint: given, prompt: { prompt }, levels: [], amount: { requests } };
  return {
    title: 'Run Load Test',
    steps: [
      endpointStep(draft, services),
      promptStep(draft, services),
      fill(draft, 'levels', chooseLevels),
      fill(draft, 'amount', frame => chooseAmount(frame, amount => totalText(amount, draft.levels))),
    ],
    endpoints: () => [draft.endpoint].filter(endpoint => endpoint !== undefined),
    request: budget => {
      const endpoint = answerOf(draft.endpoint);
      const answers = { ...draft.prompt, ...draft.amount, ...costLimit(budget) };
      const plan = planFrom(endpoint.config, {}, answers, settings);
      return requestOf(
        { plan, endpoint, place: chosenByPerson, baseFolder: roots.baseFolder() },
        { levels: draft.levels },
      );
    },
    remember: () => memory.keep({ endpointId: answerOf(draft.endpoint).id, prompt: draft.prompt }),
  };
}

function chooseLevels(frame: Frame): Promise<UserAnswer<number[]>> {
  return chooseNumbers(frame, {
    placeholder: 'With how many clients, one level after another?',
    what: 'numbers of clients',
    choices: [
      { label: 'doubling', numbers: [1, 2, 4, 8, 16] },
      { label: 'gentle', numbers: [1, 2, 3, 4, 5] },
      { label: 'wide', numbers: [1, 5, 20, 50, 100] },
    ],
    describe: numbers => countOf(numbers.length, 'level'),
  });
}

/** The total over all levels. Clients of small levels send more, so that no level has only a few requests. */
function totalText(amount: Amount, levels: readonly number[]): string {
  if ('duration' in amount) return countOf(levels.length, 'level');
  const total = levels
    .map(clients => clients * requestsPerClient(clients, amount.requests))
    .reduce((sum, requests) => sum + requests, 0);
  return `${countOf(total, 'request')} in total`;
}

function requestOf(planned: PlanInFolder, settings: LoadTestRequest['settings']): LoadTestRequest {
  const title = `Load test of ${endpointLabel(planned.endpoint.config)}`;
  return { kind: 'load-test', title, recipe: null, ...planned, settings };
}
