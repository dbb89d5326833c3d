import { EndpointNode } from '../endpoints/endpointNode.ts';
import type { SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import { chooseSavedEndpoint } from '../picks/endpointPick.ts';
import { LiveRunNode, SavedRunNode } from '../runs/runNodes.ts';
import type { RunSession } from '../runs/runSession.ts';
import type { Services } from '../services.ts';

type EndpointServices = Pick<Services, 'endpoints' | 'endpointsView'>;

/** The endpoints a command is about: what it was called with (nodes or ids), else the tree's selection. */
export function endpointsOf(args: readonly unknown[], services: EndpointServices): SavedEndpoint[] {
  const [first, selected] = args;
  if (typeof first === 'string') return [services.endpoints.find(first)];
  const nodes = Array.isArray(selected)
    ? selected
    : first === undefined
      ? services.endpointsView.selection
      : [first];
  return nodes.filter(node => node instanceof EndpointNode).map(node => node.endpoint);
}

/** The same for commands about one endpoint; asks if none is named or selected. */
export async function endpointOf(
  title: string,
  args: readonly unknown[],
  services: EndpointServices,
): Promise<SavedEndpoint | undefined> {
  const [first] = args;
  if (first instanceof EndpointNode) return first.endpoint;
  const [endpoint] = typeof first === 'string' ? endpointsOf(args, services) : [];
  return endpoint ?? chooseSavedEndpoint(title, services.endpoints);
}

/** The run in progress that a command was called with, as node or run id. */
export function sessionOf(arg: unknown, { runs }: Pick<Services, 'runs'>): RunSession | undefined {
  const runId = arg instanceof LiveRunNode ? arg.runId : arg;
  return typeof runId === 'string' ? runs.get(runId) : undefined;
}

/** The run folders a command is about: what it was called with (nodes or paths), else the tree's selection. */
export function runFoldersOf(args: readonly unknown[], { runsView }: Pick<Services, 'runsView'>): string[] {
  const [first, selected] = args;
  if (typeof first === 'string') return [first];
  const nodes = Array.isArray(selected) ? selected : first === undefined ? runsView.selection : [first];
  return nodes.filter(node => node instanceof SavedRunNode).map(node => node.run.folder);
}
