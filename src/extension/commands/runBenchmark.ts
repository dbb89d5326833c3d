import { usualClientsOf } from '../../endpoints/kinds.ts';
import type { SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import { fill } from '../host/questions/steps.ts';
import { readSettings } from '../host/settings.ts';
import { readRunArguments } from '../measurements/arguments.ts';
import type { Load } from '../measurements/loadChoices.ts';
import { chosenByPerson, runRequest } from '../measurements/measurementRequest.ts';
import { planFrom } from '../measurements/planFrom.ts';
import { chooseLoad } from '../measurements/questions/loadPick.ts';
import type { PromptChoice } from '../measurements/questions/promptPick.ts';
import { answerOf, measureCommand, type Questions } from './measureCommand.ts';
import type { Services } from './services.ts';
import { costLimit, endpointStep, promptStep } from './sharedSteps.ts';
import { plannedRun } from './typed.ts';

/** Run LLM Benchmark. With `RunArguments` it asks nothing and answers with the run's outcome. */
export const runBenchmark = measureCommand({
  id: 'llmeter.run.start',
  read: readRunArguments,
  requestFrom: async (services, args) => runRequest(await plannedRun(services, args)),
  questions: (services, [endpoint]) => benchmarkQuestions(services, endpoint),
});

interface Draft {
  endpoint: SavedEndpoint | undefined;
  prompt: PromptChoice;
  load: Load;
}

export function benchmarkQuestions(services: Services, given?: SavedEndpoint): Questions {
  const { memory, roots } = services;
  const settings = readSettings();
  const { prompt, clients, requests } = settings;
  const draft: Draft = { endpoint: given, prompt: { prompt }, load: { clients, requests } };
  return {
    title: 'Run LLM Benchmark',
    steps: [
      endpointStep(draft, services),
      promptStep(draft, services),
      fill(draft, 'load', frame =>
        chooseLoad(frame, memory.load, draft.endpoint && usualClientsOf(draft.endpoint.config)),
      ),
    ],
    endpoints: () => [draft.endpoint].filter(endpoint => endpoint !== undefined),
    request: budget => {
      const endpoint = answerOf(draft.endpoint);
      const answers = { ...draft.prompt, ...draft.load, ...costLimit(budget) };
      const plan = planFrom(endpoint.config, {}, answers, settings);
      return runRequest({ plan, endpoint, place: chosenByPerson, baseFolder: roots.baseFolder() });
    },
    remember: () =>
      memory.keep({ endpointId: answerOf(draft.endpoint).id, prompt: draft.prompt, load: draft.load }),
  };
}
