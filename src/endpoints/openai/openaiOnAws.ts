import type { AwsConfig } from '../aws/awsConfig.ts';
import type { EndpointSecrets } from '../contract/endpoint.ts';
import type { EndpointKind } from '../contract/endpointKind.ts';
import { addressOf, isReachedWithAws } from '../shared/servers.ts';
import type { HttpTransport, PlainRequest } from '../transport/httpTransport.ts';

/** Where on AWS an API of OpenAI's is, and who signs for it; null = a bearer token goes along instead. */
export interface AwsAccess {
  readonly baseUrl: string;
  readonly sign: ((request: PlainRequest) => Promise<PlainRequest>) | null;
}

/**
 * What has to be found out for an endpoint on AWS, which is loaded only then: null where address and key
 * are given. Throws UserError where there is no region or there are no credentials.
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
  // AWS signs for both of its services under the names that they have here as providers.
  const scope = { service: config.provider, region, credentials: () => runtime.credentials() };
  return {
    baseUrl: addressOf(kind, { ...config, region }),
    sign: hasToken ? null : request => signRequest(request, scope),
  };
}
