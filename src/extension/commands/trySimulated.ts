import { simulatedEndpointOf } from '../endpoints/simulatedEndpointOf.ts';
import type { Command } from './command.ts';
import { askAndStart } from './measureCommand.ts';
import { benchmarkQuestions } from './runBenchmark.ts';
import type { Services } from './services.ts';

/** Try It with the Simulated Endpoint: adds that endpoint and asks as for any other. */
export function trySimulated(services: Services): Command {
  return {
    id: 'llmeter.endpoint.trySimulated',
    run: async () => {
      const endpoint = await simulatedEndpointOf(services.endpoints);
      await askAndStart(services, benchmarkQuestions(services, endpoint));
    },
  };
}
