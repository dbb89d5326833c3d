import { endpointLabel, type SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import type { UserAnswer } from '../host/questions/answers.ts';
import { choose, type PickItem } from '../host/questions/quickInput.ts';
import type { Command } from './command.ts';
import { endpointTargets } from './commandTargets.ts';
import { askAndStart } from './measureCommand.ts';
import { abQuestions } from './runAb.ts';
import { benchmarkQuestions } from './runBenchmark.ts';
import type { Services } from './services.ts';

/** Run on an endpoint of the tree: asks for prompt and load. For several endpoints it offers an A/B test first. */
export function runEndpoint(services: Services): Command {
  return {
    id: 'llmeter.endpoint.run',
    run: async (...args) => {
      const endpoints = endpointTargets(args, services);
      const choice = endpoints.length > 1 ? await chooseHow(endpoints) : endpoints[0];
      if (choice === 'ab') await askAndStart(services, abQuestions(services, endpoints));
      else if (typeof choice === 'object') await askAndStart(services, benchmarkQuestions(services, choice));
    },
  };
}

function chooseHow(endpoints: readonly SavedEndpoint[]): Promise<UserAnswer<SavedEndpoint | 'ab'>> {
  const single: PickItem<SavedEndpoint>[] = endpoints.map(endpoint => ({
    label: `$(play) Run Only ${endpointLabel(endpoint.config)}`,
    value: endpoint,
  }));
  return choose<SavedEndpoint | 'ab'>(
    { title: 'Run Benchmark' },
    {
      placeholder: `${endpoints.length} endpoints are selected`,
      choices: [
        {
          label: '$(arrow-swap) Run A/B Test',
          description: 'recommended',
          detail:
            'Interleaves their requests, so that drift of network and server affects all of them alike.',
          value: 'ab',
        },
        ...single,
      ],
    },
  );
}
