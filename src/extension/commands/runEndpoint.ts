import type { Services } from '../services.ts';
import type { Command } from './command.ts';
import { startInteractively } from './runBenchmark.ts';
import { endpointsOf } from './subjects.ts';

/** Run on an endpoint of the tree: asks for prompt and load. */
export function runEndpoint(services: Services): Command {
  return {
    id: 'llmeter.endpoint.run',
    run: async (...args) => {
      const [endpoint] = endpointsOf(args, services);
      if (endpoint) await startInteractively(services, endpoint);
    },
  };
}
