import { countOf } from '../../core/format/quantities.ts';
import { requestsPerClient } from '../../core/loadTest/levels.ts';
import { endpointLabel, type SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import { question, walk } from '../host/questions/steps.ts';
import { readSettings } from '../host/settings.ts';
import { planFrom } from '../measurements/arguments.ts';
import { isLoadTestArguments, type LoadTestArguments } from '../measurements/experimentArguments.ts';
import type { WantedExperiment } from '../measurements/experiments.ts';
import type { Amount } from '../measurements/loadChoices.ts';
import { checkNumbers } from '../measurements/numberLists.ts';
import { chooseAmount } from '../measurements/questions/amountPick.ts';
import { chooseNumbers } from '../measurements/questions/numbersPick.ts';
import { choosePrompt, type PromptChoice } from '../measurements/questions/promptPick.ts';
import { askEndpoint, remedyFor } from './askEndpoint.ts';
import { budgetStep } from './budgetStep.ts';
import type { Command } from './command.ts';
import { endpointsOf } from './commandTargets.ts';
import type { Services } from './services.ts';
import { startTyped } from './startTyped.ts';
import { requestFor } from './typed.ts';

/** Run Load Test. With `LoadTestArguments` it asks nothing and answers with the outcome. */
export function runLoadTest(services: Services): Command {
  return {
    id: 'llmeter.experiment.loadTest',
    run: async (...args) => {
      const [first] = args;
      if (isLoadTestArguments(first)) return runWith(services, first);
      await startInteractively(services, first === undefined ? undefined : endpointsOf(args, services)[0]);
      return undefined;
    },
  };
}

async function runWith(services: Services, args: LoadTestArguments) {
  const { levels, minRequestsPerClient, minRequestsPerRun, ...run } = args;
  checkNumbers('levels', levels);
  const request = await requestFor(services, run);
  return startTyped(
    services,
    {
      kind: 'load-test',
      ...request,
      title: titleOf(request.endpoint),
      recipe: null,
      levels,
      ...(minRequestsPerClient !== undefined && { minRequestsPerClient }),
      ...(minRequestsPerRun !== undefined && { minRequestsPerRun }),
    },
    args,
  );
}

async function startInteractively(services: Services, given: SavedEndpoint | undefined): Promise<void> {
  const { memory, roots, experiments } = services;
  const settings = readSettings();
  let endpoint = given;
  let prompt: PromptChoice = { prompt: settings.prompt };
  let levels: number[] = [];
  let amount: Amount = { requests: settings.requests };
  let budget: number | null = null;
  const wantedOf = (subject: SavedEndpoint): WantedExperiment => {
    const answers = { ...prompt, ...amount, ...(budget !== null && { cost: { budget } }) };
    const plan = planFrom(subject.config, {}, answers, settings);
    return {
      ...{ kind: 'load-test', title: titleOf(subject), recipe: null, plan, endpoint: subject, levels },
      baseFolder: roots.baseFolder(),
    };
  };
  const answered = await walk('Run Load Test', [
    question(
      frame => askEndpoint(frame, services),
      answer => {
        endpoint = answer;
      },
      () => given !== undefined,
    ),
    question(
      frame => choosePrompt(frame, memory.prompts, settings.prompt),
      answer => {
        prompt = answer;
      },
    ),
    question(
      frame =>
        chooseNumbers(frame, {
          placeholder: 'With how many clients, one level after another?',
          what: 'numbers of clients',
          choices: [
            { label: 'doubling', numbers: [1, 2, 4, 8, 16] },
            { label: 'gentle', numbers: [1, 2, 3, 4, 5] },
            { label: 'wide', numbers: [1, 5, 20, 50, 100] },
          ],
          describe: numbers => countOf(numbers.length, 'level'),
        }),
      answer => {
        levels = answer;
      },
    ),
    question(
      frame => chooseAmount(frame, choice => describeAmount(choice, levels)),
      answer => {
        amount = answer;
      },
    ),
    budgetStep(
      () => [endpoint],
      async () => endpoint && experiments.estimate(wantedOf(endpoint)),
      answer => {
        budget = answer;
      },
    ),
  ]);
  if (!answered || !endpoint) return;
  await memory.keepEndpoint(endpoint.id);
  if ('prompt' in prompt) await memory.keepPrompt(prompt.prompt);
  await experiments.startAndReport(wantedOf(endpoint), await remedyFor(endpoint, services));
}

/** What it comes to over all levels; few clients send more, so that no level is of a handful of requests. */
function describeAmount(amount: Amount, levels: readonly number[]): string {
  if ('duration' in amount) return countOf(levels.length, 'level');
  const each = levels.map(clients => clients * requestsPerClient(clients, amount.requests));
  return `${countOf(
    each.reduce((sum, requests) => sum + requests, 0),
    'request',
  )} in all`;
}

function titleOf({ config }: SavedEndpoint): string {
  return `Load test of ${endpointLabel(config)}`;
}
