import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import type { EndpointStore } from '../endpoints/endpointStore.ts';
import { planEndpoint } from '../endpoints/planEndpoint.ts';
import {
  checkEndpoint,
  endpointLabel,
  isSimulated,
  originOf,
  placeOf,
  type SavedEndpoint,
} from '../endpoints/savedEndpoint.ts';
import type { RunRequest } from '../measurements/runController.ts';
import type { RunRoots } from '../measurements/runRoots.ts';
import type { RunSource } from '../panels/source.ts';

/**
 * What "Run Again" on a view means. A report is a file that may come from anyone: an address or a model of
 * the editor that it names is called only if the user keeps such an endpoint, or says so. Undefined = the user did not.
 */
export async function repeatRequest(
  source: RunSource,
  endpoints: EndpointStore,
  roots: RunRoots,
): Promise<Omit<RunRequest, 'defaultOutput'> | undefined> {
  if (source.session) {
    const { plan, endpoint, baseFolder } = source.session;
    return { plan: withoutName(plan), endpoint, baseFolder };
  }
  const state = await source.state();
  const plan = state.kind === 'report' ? state.report.plan : null;
  if (!plan || !isJsonObject(plan['endpoint'])) {
    throw new UserError('This run did not keep its plan, so it cannot be repeated. Start a new one.');
  }
  if (!vscode.workspace.isTrusted) {
    throw new UserError('A saved run is repeated in trusted workspaces only. Trust this one first.');
  }
  const endpoint = planEndpoint(checkEndpoint(plan['endpoint']), endpoints.list());
  if (endpoints.get(endpoint.id) === undefined && !(await confirmed(endpoint))) return undefined;
  return { plan: withoutName(plan), endpoint, baseFolder: roots.baseFolder() };
}

/** The new run gets a name of its own: its folder must not be the old one. */
function withoutName({ name: _name, ...plan }: JsonObject): JsonObject {
  return plan;
}

async function confirmed({ config }: SavedEndpoint): Promise<boolean> {
  if (isSimulated(config)) return true;
  const question = `Send requests to ${originOf(config) ?? placeOf(config)}?`;
  const detail = `This report names the endpoint “${endpointLabel(config)}”, which is not among yours.`;
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, 'Run')) !== undefined;
}
