import { kindOf } from '../endpoints/kinds.ts';
import { presetOf } from '../endpoints/shared/servers.ts';

/**
 * Whether an endpoint is reached at its provider's own address: only there do list prices hold, not at a
 * gateway, a server of one's own or the simulator. `kind` may be one that we do not know.
 */
export function isAtProvider(endpoint: {
  kind: string;
  provider: string;
  baseUrl?: string | null | undefined;
}): boolean {
  const { provider, baseUrl } = endpoint;
  const kind = kindOf(endpoint.kind);
  if (kind === undefined) return false;
  const preset = presetOf(kind, { baseUrl: baseUrl ?? undefined });
  return preset?.provider === provider && preset.baseUrl.startsWith('https:');
}
