import { kindOf } from '../endpoints/kinds.ts';
import { presetOf } from '../endpoints/shared/servers.ts';

/**
 * Whether an endpoint is used at its provider's own address. List prices apply only there, not at a gateway, a
 * self-hosted server or the simulator. `kind` may be unknown.
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
