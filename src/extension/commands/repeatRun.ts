import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import type { RunViewState } from '../../protocol/view.ts';
import type { EndpointStore } from '../endpoints/endpointStore.ts';
import { planEndpoint } from '../endpoints/planEndpoint.ts';
import { checkEndpoint } from '../endpoints/savedEndpoint.ts';
import { type MeasurementRequest, runRequest } from '../measurements/measurementRequest.ts';
import type { RunRoots } from '../measurements/runRoots.ts';
import type { PanelSource } from '../panels/source.ts';

/** The request that "Run Again" in a panel makes: of this window's own measurement, or of a saved report. */
export async function repeatRequest(
  source: PanelSource<RunViewState>,
  endpoints: EndpointStore,
  roots: RunRoots,
): Promise<MeasurementRequest<'run'>> {
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
  // A report is a file that may come from anyone: the person agrees to all that it names.
  const place = { folders: [], chosen: [], apart: true };
  return runRequest({ plan: withoutName(plan), endpoint, place, baseFolder: roots.baseFolder() });
}

/** Without a name, the new run gets a folder of its own. */
function withoutName({ name: _name, ...plan }: JsonObject): JsonObject {
  return plan;
}
