import { isJsonObject } from '../../core/base/jsonValue.ts';
import { AddEndpointFlow } from '../endpoints/addEndpointFlow.ts';
import type { SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import type { Command } from './command.ts';
import type { Services } from './services.ts';

type Needs = Pick<Services, 'engine' | 'environment' | 'network' | 'endpoints'>;

/** Add Endpoint. With `{ config }` it asks nothing. Answers with the id of the new endpoint. */
export function addEndpoint(services: Needs): Command {
  return {
    id: 'llmeter.endpoint.add',
    run: async args => {
      if (isJsonObject(args) && 'config' in args) return (await services.endpoints.add(args['config'])).id;
      return (await askForEndpoint(services))?.id;
    },
  };
}

/** Asks the questions of "Add Endpoint" and saves the result. */
export async function askForEndpoint(services: Needs): Promise<SavedEndpoint | undefined> {
  const { engine, environment, network, endpoints } = services;
  const answer = await new AddEndpointFlow(engine, environment, network).run();
  return answer && endpoints.add(answer.config, answer.secrets);
}
