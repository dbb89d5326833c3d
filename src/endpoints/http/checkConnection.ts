import type { EndpointConfigBase } from '../../core/plan/endpointConfig.ts';
import type { EndpointSecrets } from '../contract/endpoint.ts';
import { checkHeader, checkHeaderValue } from '../transport/headers.ts';

/** Throws UserError for a header or a key that would make every request impossible. */
export function checkConnection(
  { headers }: Pick<EndpointConfigBase, 'headers'>,
  { apiKey }: EndpointSecrets,
): void {
  for (const [name, value] of Object.entries(headers ?? {})) checkHeader(name, value);
  if (apiKey !== undefined) checkHeaderValue('The API key', apiKey);
}
