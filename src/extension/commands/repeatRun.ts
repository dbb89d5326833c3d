import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import type { RunViewState } from '../../protocol/view.ts';
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
import { type MeasurementRequest, runRequest } from '../measurements/measurementRequest.ts';
import type { RunRoots } from '../measurements/runRoots.ts';
import type { PanelSource } from '../panels/source.ts';

/**
 * The request that "Run Again" in a panel makes. A report is a file that may come from anyone, so an address
 * or a model of the editor that it names is called only if it is among the user's endpoints, or if the user
 * confirms. Undefined = the user did not.
 */
export async function repeatRequest(
  source: PanelSource<RunViewState>,
  endpoints: EndpointStore,
  roots: RunRoots,
): Promise<MeasurementRequest<'run'> | undefined> {
  const request = source.measurement?.request;
  if (request?.kind === 'run') return runRequest({ ...request, plan: withoutName(request.plan) });
  const state = await source.state();
  const plan = state.kind === 'report' ? state.report.plan : null;
  if (!plan || !isJsonObject(plan['endpoint'])) {
    throw new UserError('This run cannot be repeated because its plan was not saved. Start a new run.');
  }
  if (!vscode.workspace.isTrusted) {
    throw new UserError('Saved runs can be repeated only in trusted workspaces. Trust this workspace first.');
  }
  const endpoint = planEndpoint(checkEndpoint(plan['endpoint']), endpoints.list());
  if (endpoints.get(endpoint.id) === undefined && !(await confirmed(endpoint))) return undefined;
  return runRequest({ plan: withoutName(plan), endpoint, baseFolder: roots.baseFolder() });
}

/** Without a name, the new run gets a folder of its own. */
function withoutName({ name: _name, ...plan }: JsonObject): JsonObject {
  return plan;
}

async function confirmed({ config }: SavedEndpoint): Promise<boolean> {
  if (isSimulated(config)) return true;
  const question = `Send requests to ${originOf(config) ?? placeOf(config)}?`;
  const detail = `This report names the endpoint “${endpointLabel(config)}”, which is not one of yours.`;
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, 'Run')) !== undefined;
}
