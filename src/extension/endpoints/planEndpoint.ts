import type { EndpointConfig } from '../../endpoints/kinds.ts';
import { originOf, type SavedEndpoint } from './savedEndpoint.ts';

/**
 * The endpoint of a plan. It uses the key of the user's endpoint with the same API, origin and model, if
 * there is one, and otherwise only what the environment offers.
 */
export function planEndpoint(config: EndpointConfig, saved: readonly SavedEndpoint[]): SavedEndpoint {
  const origin = originOf(config);
  const same = saved.find(
    other =>
      other.config.kind === config.kind &&
      other.config.model === config.model &&
      originOf(other.config) === origin,
  );
  return { id: same?.id ?? 'plan', config };
}
