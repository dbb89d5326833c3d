import { editEndpointFlow } from '../endpoints/editEndpointFlow.ts';
import type { Command } from './command.ts';
import { endpointTarget } from './commandTargets.ts';
import type { Services } from './services.ts';

/** Edit Endpoint: pick a field and change it. Each change is saved immediately. */
export function editEndpoint(services: Services): Command {
  return {
    id: 'llmeter.endpoint.edit',
    run: async (...args) => {
      const [selected] = services.endpointsView.selection;
      const endpoint = await endpointTarget('Edit Endpoint', args.length > 0 ? args : [selected], services);
      if (endpoint) await editEndpointFlow(endpoint, services);
    },
  };
}
