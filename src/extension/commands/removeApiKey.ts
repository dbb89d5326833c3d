import type { Command } from './command.ts';
import { endpointsOf } from './commandTargets.ts';
import type { Services } from './services.ts';

/** Remove API Key: forgets the endpoint's key, of whatever origin. */
export function removeApiKey(services: Pick<Services, 'endpoints' | 'endpointsView'>): Command {
  return {
    id: 'llmeter.endpoint.removeKey',
    run: async (...args) => {
      for (const endpoint of endpointsOf(args, services)) await services.endpoints.setKey(endpoint, null);
    },
  };
}
