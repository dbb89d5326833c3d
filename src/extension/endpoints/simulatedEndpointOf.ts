import type { EndpointStore } from './endpointStore.ts';
import { isSimulated, type SavedEndpoint, simulatedEndpoint } from './savedEndpoint.ts';

/** The user's simulated endpoint, which is added if there is none yet. */
export async function simulatedEndpointOf(store: EndpointStore): Promise<SavedEndpoint> {
  return store.list().find(({ config }) => isSimulated(config)) ?? store.add(simulatedEndpoint);
}
