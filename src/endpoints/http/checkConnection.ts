import { UserError } from '../../core/base/errors.ts';
import type { EndpointConfigBase } from '../../core/plan/endpointConfig.ts';
import type { EndpointSecrets } from '../contract/endpoint.ts';
import { checkHeader, checkHeaderValue } from '../transport/headers.ts';

/** Throws UserError for an address, a header or a key that would make every request impossible. */
export function checkConnection(
  { baseUrl, headers }: Pick<EndpointConfigBase, 'baseUrl' | 'headers'>,
  { apiKey }: EndpointSecrets,
): void {
  if (baseUrl !== undefined) {
    const url = URL.parse(baseUrl);
    if (!url) throw new UserError(`"${baseUrl}" is not a valid URL: check "baseUrl".`);
    if (url.username !== '' || url.password !== '') {
      throw new UserError(
        'The base URL contains a user name or password, which is never sent: remove it from "baseUrl" and set the API key instead.',
      );
    }
  }
  for (const [name, value] of Object.entries(headers ?? {})) checkHeader(name, value);
  if (apiKey !== undefined) checkHeaderValue('The API key', apiKey);
}
