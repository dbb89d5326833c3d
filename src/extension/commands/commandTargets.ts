import { TreeItem } from 'vscode';
import { EndpointNode } from '../endpoints/endpointNode.ts';
import { chooseSavedEndpoint } from '../endpoints/endpointPick.ts';
import type { SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import type { LiveMeasurement } from '../measurements/liveMeasurement.ts';
import { LiveMeasurementNode, LiveStepNode, SavedExperimentNode, SavedRunNode } from '../runsView/nodes.ts';
import type { RunGroupItem } from '../runsView/runGroups.ts';
import type { Services } from './services.ts';

type EndpointServices = Pick<Services, 'endpoints' | 'endpointsView'>;

/** The endpoints that a command was called on, as nodes or ids; else those selected in the tree. */
export function endpointTargets(args: readonly unknown[], services: EndpointServices): SavedEndpoint[] {
  const [first] = args;
  if (typeof first === 'string') return [services.endpoints.find(first)];
  const nodes = nodesOf(args, services.endpointsView.selection);
  return nodes.filter(node => node instanceof EndpointNode).map(node => node.endpoint);
}

/** The endpoint that a command was called on, as node or id. Else it asks. */
export async function endpointTarget(
  title: string,
  args: readonly unknown[],
  services: EndpointServices,
): Promise<SavedEndpoint | undefined> {
  const [first] = args;
  if (first instanceof EndpointNode) return first.endpoint;
  const [endpoint] = typeof first === 'string' ? endpointTargets(args, services) : [];
  return endpoint ?? chooseSavedEndpoint(title, services.endpoints);
}

/** Whether a command was called on a line of a tree. */
export function isTreeLine(arg: unknown): boolean {
  return arg instanceof TreeItem;
}

/** The measurement in progress that a command was called on, as node or id. */
export function measurementTarget(
  arg: unknown,
  { measurements }: Pick<Services, 'measurements'>,
): LiveMeasurement | undefined {
  const id = arg instanceof LiveMeasurementNode || arg instanceof LiveStepNode ? arg.measurementId : arg;
  return typeof id === 'string' ? measurements.get(id) : undefined;
}

/** The saved runs and experiments that a command was called on, as nodes; else those selected in the tree. */
export function savedTargets(
  args: readonly unknown[],
  { runsView }: Pick<Services, 'runsView'>,
): RunGroupItem[] {
  return nodesOf(args, runsView.selection).flatMap(node => {
    if (node instanceof SavedRunNode) return node.run;
    return node instanceof SavedExperimentNode ? node.experiment : [];
  });
}

/** The folders of saved runs and experiments that a command was called on, as nodes or paths. */
export function folderTargets(args: readonly unknown[], services: Pick<Services, 'runsView'>): string[] {
  const [first] = args;
  if (typeof first === 'string') return [first];
  return savedTargets(args, services).map(folderOfItem);
}

export function folderOfItem(item: RunGroupItem): string {
  return 'entry' in item ? item.entry.folder : item.folder;
}

/** VS Code calls a command of a menu with the line that was clicked and all selected lines. */
function nodesOf([first, selected]: readonly unknown[], selection: readonly unknown[]): readonly unknown[] {
  if (Array.isArray(selected)) return selected;
  return first === undefined ? selection : [first];
}
