import { endpointLabel, type SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import { type Choice, choose } from '../host/questions/quickInput.ts';
import type { Command } from './command.ts';
import { endpointsOf } from './commandTargets.ts';
import { askAndRunAb } from './runAb.ts';
import { startInteractively } from './runBenchmark.ts';
import type { Services } from './services.ts';

/** Run on an endpoint of the tree: asks for prompt and load. On several, an A/B run is offered first. */
export function runEndpoint(services: Services): Command {
  return {
    id: 'llmeter.endpoint.run',
    run: async (...args) => {
      const endpoints = endpointsOf(args, services);
      const how = endpoints.length > 1 ? await chooseHow(endpoints) : endpoints[0];
      if (how === 'ab') await askAndRunAb(services, endpoints);
      else if (typeof how === 'object') await startInteractively(services, how);
    },
  };
}

async function chooseHow(endpoints: readonly SavedEndpoint[]) {
  const alone: Choice<SavedEndpoint | 'ab'>[] = endpoints.map(endpoint => ({
    label: `$(play) Run ${endpointLabel(endpoint.config)} Alone`,
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
          detail: 'Turn by turn, so that drift of network and server hits all of them alike.',
          value: 'ab',
        },
        ...alone,
      ],
    },
  );
}
