import * as vscode from 'vscode';
import { chooseEndpoint } from '../endpoints/endpointPick.ts';
import { needsNoKey, type SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import { simulatedEndpointOf } from '../endpoints/simulatedEndpointOf.ts';
import type { Remedy } from '../host/errorReporter.ts';
import type { Frame, UserAnswer } from '../host/questions/answers.ts';
import { askForEndpoint } from './addEndpoint.ts';
import type { Services } from './services.ts';

/** Asks which endpoint to measure. A new one can be added on the way. */
export async function askEndpoint(
  frame: Frame,
  services: Services,
  placeholder?: string,
  isSuitable?: (endpoint: SavedEndpoint) => boolean,
): Promise<UserAnswer<SavedEndpoint>> {
  const { endpoints, memory } = services;
  const answer = await chooseEndpoint(frame, endpoints, memory.endpointId, placeholder, isSuitable);
  if (answer === 'simulated') return simulatedEndpointOf(endpoints);
  if (answer !== 'add') return answer;
  // "Add Endpoint" asks questions of its own. A user who leaves them is asked for the endpoint again.
  return (await askForEndpoint(services)) ?? askEndpoint(frame, services, placeholder, isSuitable);
}

/** What a refused run most likely needs: a key if there is none, else a change of the endpoint. */
export async function remedyFor(endpoint: SavedEndpoint, { keys }: Services): Promise<Remedy> {
  const source = (await keys.sources([endpoint])).get(endpoint.id);
  const [title, command] =
    !needsNoKey(endpoint.config) && source === 'none'
      ? ['Set API Key', 'llmeter.endpoint.setKey']
      : ['Edit Endpoint', 'llmeter.endpoint.edit'];
  return { title, run: () => vscode.commands.executeCommand(command, endpoint.id) };
}
