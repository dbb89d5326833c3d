import { type EndpointKindId, kindOf, presetOf } from '../endpoints/kinds.ts';

/**
 * Whether an endpoint is reached at its provider's own address: only there do list prices hold, not at a
 * gateway, a server of one's own or the simulator. `kind` may be one that we do not know.
 */
export function isAtProvider(endpoint: {
  kind: string;
  provider: string;
  baseUrl?: string | null | undefined;
}): boolean {
  const { kind, provider, baseUrl } = endpoint;
  if (kindOf(kind) === undefined) return false;
  const preset = presetOf({ kind: kind as EndpointKindId, baseUrl: baseUrl ?? undefined });
  return preset?.provider === provider && preset.baseUrl.startsWith('https:');
}
