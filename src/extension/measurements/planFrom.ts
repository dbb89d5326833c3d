import type { JsonObject } from '../../core/base/jsonValue.ts';
import { type EndpointConfig, usualClientsOf } from '../../endpoints/kinds.ts';
import type { Settings } from '../host/settings.ts';
import { planFields, type RunArguments } from './arguments.ts';

type Defaults = Pick<Settings, 'prompt' | 'clients' | 'requests' | 'maxTokens' | 'timeout'>;

/**
 * Makes a plan of arguments, else the given plan's fields, else the user's defaults. The default number of
 * requests and the default prompt are left out if the plan has another way to say them.
 */
export function planFrom(
  endpoint: Pick<EndpointConfig, 'kind'>,
  plan: JsonObject,
  args: RunArguments,
  defaults: Defaults,
): JsonObject {
  const { endpoint: _endpoint, plan: _plan, ...overrides } = planFields(args);
  const given = { ...plan, ...definedOnly(overrides) };
  const { maxTokens, timeout, requests, prompt } = defaults;
  return {
    clients: usualClientsOf(endpoint) ?? defaults.clients,
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
