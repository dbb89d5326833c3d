import { editEndpointFlow } from '../endpoints/editEndpointFlow.ts';
import type { Command } from './command.ts';
import { endpointOf } from './commandTargets.ts';
import type { Services } from './services.ts';

/** Edit Endpoint: pick a field, change it; each change is kept at once. */
export function editEndpoint(services: Services): Command {
  return {
    id: 'llmeter.endpoint.edit',
    run: async (...args) => {
      const [selected] = services.endpointsView.selection;
      const endpoint = await endpointOf('Edit Endpoint', args.length > 0 ? args : [selected], services);
      if (endpoint) await editEndpointFlow(endpoint, services);
    },
  };
}
