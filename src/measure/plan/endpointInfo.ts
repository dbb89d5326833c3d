import type { Endpoint } from '../../endpoints/contract/endpoint.ts';
import type { EndpointConfig } from '../../endpoints/kinds.ts';
import type { EndpointInfo } from '../../protocol/run.ts';
import { publicUrl } from './publicPlan.ts';

/** What is shown of an endpoint; headers stay out of it, people put keys there. */
export function endpointInfo(
  config: EndpointConfig,
  endpoint: Endpoint,
  baseUrlFrom: string | null,
): EndpointInfo {
  return {
    name: config.name ?? config.model,
    kind: config.kind,
    model: config.model,
    provider: endpoint.identity.provider,
    baseUrl: publicUrl(config.baseUrl),
    baseUrlFrom,
    stream: config.stream,
  };
}

/** What is said before anything is sent to an address that the plan does not name; null = nothing. */
export function addressNote({ baseUrl }: EndpointConfig, baseUrlFrom: string | null): string | null {
  return baseUrlFrom === null ? null : `Requests go to ${publicUrl(baseUrl)}, the address in ${baseUrlFrom}.`;
}
