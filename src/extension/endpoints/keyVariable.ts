import type { EndpointConfig } from '../../endpoints/kinds.ts';
import { endpointKinds } from '../../endpoints/kinds.ts';
import { originOf } from './savedEndpoint.ts';

/**
 * The environment variable that holds the endpoint's key: the one it names, else the usual one of a
 * well-known provider at this very address. Another server never gets a provider's key by default.
 */
export function keyVariable(config: EndpointConfig): string | null {
  if (config.apiKeyEnv !== undefined) return config.apiKeyEnv;
  const origin = originOf(config);
  if (origin === null) return null;
  const preset = endpointKinds
    .filter(kind => kind.id === config.kind)
    .flatMap(kind => kind.presets)
    .find(({ baseUrl, apiKeyEnv }) => apiKeyEnv !== null && new URL(baseUrl).origin === origin);
  return preset?.apiKeyEnv ?? null;
}
