import { TreeItem } from 'vscode';
import { EndpointNode } from '../endpoints/endpointNode.ts';
import { chooseSavedEndpoint } from '../endpoints/endpointPick.ts';
import type { SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import type { ExperimentSession } from '../measurements/measurement.ts';
import type { RunSession } from '../measurements/runSession.ts';
import { ExperimentNode, LiveExperimentNode, LiveStepNode } from '../runsView/experimentNodes.ts';
import { LiveRunNode, SavedRunNode } from '../runsView/nodes.ts';
import type { RunGroupItem } from '../runsView/runGroups.ts';
import type { Services } from './services.ts';

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

/** Whether a command was called on a line of a tree. */
export function isLine(arg: unknown): boolean {
  return arg instanceof TreeItem;
}

/** The run in progress that a command was called with, as node or run id. */
export function sessionOf(arg: unknown, { runs }: Pick<Services, 'runs'>): RunSession | undefined {
  const runId = arg instanceof LiveRunNode ? arg.runId : arg;
  return typeof runId === 'string' ? runs.get(runId) : undefined;
}

/** The experiment in progress that a command was called with, as node, step or run id. */
export function experimentSessionOf(
  arg: unknown,
  { experimentRuns }: Pick<Services, 'experimentRuns'>,
): ExperimentSession | undefined {
  const runId = arg instanceof LiveExperimentNode || arg instanceof LiveStepNode ? arg.runId : arg;
  return typeof runId === 'string' ? experimentRuns.get(runId) : undefined;
}

type RunServices = Pick<Services, 'runsView'>;

/** The run folders a command is about: what it was called with (nodes or paths), else the tree's selection. */
export function runFoldersOf(args: readonly unknown[], services: RunServices): string[] {
  const [first] = args;
  if (typeof first === 'string') return [first];
  return savedItemsOf(args, services).flatMap(item => ('entry' in item ? [] : item.folder));
}

/** The same for commands about runs and experiments alike. */
export function savedFoldersOf(args: readonly unknown[], services: RunServices): string[] {
  const [first] = args;
  if (typeof first === 'string') return [first];
  return savedItemsOf(args, services).map(item => ('entry' in item ? item.entry.folder : item.folder));
}

/** The runs and experiments a command was called with as nodes, else the tree's selection. */
export function savedItemsOf(args: readonly unknown[], { runsView }: RunServices): RunGroupItem[] {
  const [first, selected] = args;
  const nodes = Array.isArray(selected) ? selected : first === undefined ? runsView.selection : [first];
  return nodes.flatMap(node => {
    if (node instanceof SavedRunNode) return node.run;
    return node instanceof ExperimentNode ? node.experiment : [];
  });
}
