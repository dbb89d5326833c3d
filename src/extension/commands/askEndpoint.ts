import * as vscode from 'vscode';
import { chooseEndpoint } from '../endpoints/endpointPick.ts';
import { needsNoKey, type SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import { simulatedEndpointOf } from '../endpoints/simulatedEndpointOf.ts';
import type { Remedy } from '../host/errorReporter.ts';
import { type Answer, back, type Frame } from '../host/questions/answers.ts';
import { askForEndpoint } from './addEndpoint.ts';
import type { Services } from './services.ts';

/** Asks which endpoint is to be measured; one can be added on the way. */
export async function askEndpoint(
  frame: Frame,
  services: Services,
  placeholder?: string,
  suits?: (endpoint: SavedEndpoint) => boolean,
): Promise<Answer<SavedEndpoint>> {
  const { endpoints, memory } = services;
  const answer = await chooseEndpoint(frame, endpoints, memory.endpointId, placeholder, suits);
  if (answer === 'simulated') return simulatedEndpointOf(endpoints);
  // A flow of its own: whoever leaves it is asked for the endpoint again.
  if (answer === 'add')
    return (await askForEndpoint(services)) ?? askEndpoint(frame, services, placeholder, suits);
  return answer === back ? back : answer;
}

/** What a refused run most likely needs: a key where there is none, else another look at the endpoint. */
export async function remedyFor(endpoint: SavedEndpoint, { keys }: Services): Promise<Remedy> {
  const source = (await keys.sources([endpoint])).get(endpoint.id);
  const [title, command] =
    !needsNoKey(endpoint.config) && source === 'none'
      ? ['Set API Key', 'llmeter.endpoint.setKey']
      : ['Edit Endpoint', 'llmeter.endpoint.edit'];
  return { title, run: () => vscode.commands.executeCommand(command, endpoint.id) };
}
