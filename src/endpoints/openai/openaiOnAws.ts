import type { AwsConfig } from '../aws/awsConfig.ts';
import type { EndpointSecrets } from '../contract/endpoint.ts';
import type { EndpointKind } from '../contract/endpointKind.ts';
import { addressOf, isReachedWithAws } from '../shared/servers.ts';
import type { HttpTransport, PlainRequest } from '../transport/httpTransport.ts';

/** Where an API of OpenAI's is on AWS, and how requests are signed; null = they carry a bearer token. */
export interface AwsAccess {
  readonly baseUrl: string;
  readonly sign: ((request: PlainRequest) => Promise<PlainRequest>) | null;
}

/**
 * What has to be found out for an endpoint on AWS; null if it is not there, or if address and key are
 * given. The AWS SDK is loaded only if it is needed. Throws UserError if there is no region or there are
 * no credentials.
 */
export async function awsAccess(
  kind: EndpointKind,
  config: AwsConfig & { provider: string },
  secrets: EndpointSecrets,
  transport?: HttpTransport,
): Promise<AwsAccess | null> {
  const hasToken = secrets.apiKey !== undefined;
  if (!isReachedWithAws(kind, config) || (hasToken && config.baseUrl !== undefined)) return null;
  const { BedrockRuntime } = await import('../aws/bedrockRuntime.ts');
  const { signRequest } = await import('../aws/signRequest.ts');
  const runtime = await BedrockRuntime.open(config, secrets, transport);
  const { region } = runtime;
  // The signing names of both AWS services are our provider names.
  const scope = { service: config.provider, region, credentials: () => runtime.credentials() };
  return {
    baseUrl: addressOf(kind, { ...config, region }),
    sign: hasToken ? null : request => signRequest(request, scope),
  };
}
