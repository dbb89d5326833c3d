import type { Command } from './command.ts';
import { endpointTargets } from './commandTargets.ts';
import type { Services } from './services.ts';

/** Remove API Key: deletes the keys of an endpoint for every origin. */
export function removeApiKey(services: Pick<Services, 'endpoints' | 'endpointsView'>): Command {
  return {
    id: 'llmeter.endpoint.removeKey',
    run: async (...args) => {
      for (const endpoint of endpointTargets(args, services)) await services.endpoints.setKey(endpoint, null);
    },
  };
}
