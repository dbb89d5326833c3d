import type { Command } from './command.ts';
import { endpointTargets } from './commandTargets.ts';
import type { Services } from './services.ts';

/** Duplicate Endpoint. Answers with the ids of the copies. */
export function duplicateEndpoint(services: Pick<Services, 'endpoints' | 'endpointsView'>): Command {
  return {
    id: 'llmeter.endpoint.duplicate',
    run: async (...args) => {
      const ids: string[] = [];
      for (const endpoint of endpointTargets(args, services)) {
        ids.push((await services.endpoints.duplicate(endpoint)).id);
      }
      return ids;
    },
  };
}
