import { simulatedEndpointOf } from '../endpoints/simulatedEndpointOf.ts';
import type { Command } from './command.ts';
import { startInteractively } from './runBenchmark.ts';
import type { Services } from './services.ts';

/** Try It with the Simulated Endpoint: keeps that endpoint and goes on as with any other. */
export function trySimulated(services: Services): Command {
  return {
    id: 'llmeter.endpoint.trySimulated',
    run: async () => startInteractively(services, await simulatedEndpointOf(services.endpoints)),
  };
}
