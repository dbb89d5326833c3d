import { UserError } from '../../core/base/errors.ts';
import { describeSuccess, testWithProgress } from '../endpoints/connectionTest.ts';
import { isSimulated } from '../endpoints/savedEndpoint.ts';
import { showInformationMessage } from '../host/inert.ts';
import type { Command } from './command.ts';
import { endpointTarget } from './commandTargets.ts';
import type { Services } from './services.ts';

/** Test Connection: sends one small real request. */
export function testConnectionCommand(services: Services): Command {
  return {
    id: 'llmeter.endpoint.test',
    run: async (...args) => {
      const endpoint = await endpointTarget('Test Connection', args, services);
      if (!endpoint) return;
      const secrets = await services.keys.secretsFor(endpoint);
      const network = isSimulated(endpoint.config) ? {} : services.network();
      const test = await testWithProgress(services.engine, endpoint.config, secrets, network);
      if (test?.ok) void showInformationMessage(describeSuccess(test));
      else if (test) services.errors.show(new UserError(test.message));
    },
  };
}
