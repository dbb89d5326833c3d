import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import type { RunPlan } from '../../core/plan/plan.ts';
import { type EndpointConfig, type EndpointConfigInput, usualClientsOf } from '../../endpoints/kinds.ts';
import type { Settings } from '../host/settings.ts';

/**
 * What **Run LLM Benchmark** accepts from tasks, key bindings, tests and other commands, so that it
 * asks nothing. Every field of a run plan may stand here and wins over `plan`.
 */
export interface RunArguments extends Partial<Omit<RunPlan, 'endpoint'>> {
  /** Id or name of a saved endpoint, or an endpoint's configuration. */
  endpoint?: string | EndpointConfigInput;
  /** Path of a plan file, or a plan. */
  plan?: string | JsonObject;
  /** Answer when the run is over (the default) or as soon as it has started. */
  waitForEnd?: boolean;
  /** Open the run's panel; the default is true. */
  showPanel?: boolean;
  /** Where something is measured already: wait for its end (the default), or disturb each other. */
  whenBusy?: 'wait' | 'together';
}

/** Tells typed arguments from what menus and trees pass along. */
export function isRunArguments(value: unknown): value is RunArguments {
  return isJsonObject(value) && ('endpoint' in value || 'plan' in value);
}

type Defaults = Pick<Settings, 'prompt' | 'clients' | 'requests' | 'maxTokens' | 'timeout'>;

/**
 * Makes the plan, in this order: arguments, the plan's own fields, the user's defaults. The default
 * number of requests and the default prompt stand back where the plan says it in another way.
 */
export function planFrom(
  endpoint: Pick<EndpointConfig, 'kind'>,
  plan: JsonObject,
  {
    endpoint: _endpoint,
    plan: _plan,
    waitForEnd: _wait,
    showPanel: _show,
    whenBusy: _busy,
    ...overrides
  }: RunArguments,
  defaults: Defaults,
): JsonObject {
  const given = { ...plan, ...definedOnly(overrides) };
  const { maxTokens, timeout, requests, prompt } = defaults;
  const usualClients = usualClientsOf(endpoint);
  return {
    clients: usualClients ?? defaults.clients,
    maxTokens,
    timeout,
    ...(!('duration' in given) && !('payload' in given) && { requests }),
    ...(!('payload' in given) && { prompt }),
    ...given,
    endpoint: endpoint as unknown as JsonObject,
  };
}

function definedOnly(fields: object): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
