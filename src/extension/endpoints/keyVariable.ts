import { type EndpointConfig, kindOf } from '../../endpoints/kinds.ts';
import { originOf } from './savedEndpoint.ts';

/**
 * The environment variable that the engine reads the endpoint's key from: the one it names, else its
 * kind's own one, but that only at the provider's own address.
 */
export function keyVariable(config: EndpointConfig): string | null {
  const origin = originOf(config);
  if (origin === null) return null;
  if (config.apiKeyEnv !== undefined) return config.apiKeyEnv;
  const kind = kindOf(config.kind);
  const token = kind?.awsProviders?.[config.provider];
  // AWS has an address for each region.
  if (token !== undefined) return /\.amazonaws\.com(\.cn)?$/.test(origin) ? token : null;
  return kind && origin === new URL(kind.defaultBaseUrl).origin ? kind.apiKeyEnv : null;
}
