import { endpointLabel } from '../endpoints/savedEndpoint.ts';
import { showInformationMessage } from '../host/inert.ts';
import type { Command } from './command.ts';
import { endpointTargets } from './commandTargets.ts';
import type { Services } from './services.ts';

/** Delete Endpoint: immediately, with its key. Undo restores both. */
export function deleteEndpoint(services: Pick<Services, 'endpoints' | 'endpointsView' | 'errors'>): Command {
  return {
    id: 'llmeter.endpoint.delete',
    run: async (...args) => {
      const endpoints = endpointTargets(args, services);
      const [first] = endpoints;
      if (!first) return;
      const restore = await services.endpoints.remove(endpoints);
      const what =
        endpoints.length === 1 ? `“${endpointLabel(first.config)}”` : `${endpoints.length} endpoints`;
      void showInformationMessage(`Deleted ${what}.`, 'Undo').then(async answer => {
        if (answer) await restore().catch(error => services.errors.show(error));
      });
    },
  };
}
