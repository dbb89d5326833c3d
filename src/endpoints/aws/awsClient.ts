import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { UserError } from '../../core/base/errors.ts';
import type { EndpointSecrets } from '../contract/endpoint.ts';
import type { HttpTransport, PlainRequest } from '../transport/httpTransport.ts';
import { type AwsConfig, configuredRegion } from './awsConfig.ts';
import { plainRequest, type SdkRequest } from './sdkRequest.ts';
import { signInHandler } from './signInHandler.ts';

/** Carries a finished, signed request out of the SDK. It is thrown, so every caller gets its own back. */
class CapturedRequest extends Error {
  override readonly name = 'CapturedRequest';
  readonly request: SdkRequest;
  constructor(request: SdkRequest) {
    super('The request was captured.');
    this.request = request;
  }
}

/** Replaces the HTTP handler of an SDK client; sends nothing. */
const capturingHandler = {
  handle: (request: SdkRequest): Promise<never> => Promise.reject(new CapturedRequest(request)),
  metadata: { handlerProtocol: 'http/1.1' },
  destroy: () => {},
};

/**
 * Options of a client that signs but does not send: the user's address, region and credentials. A bearer
 * token is used only if it was passed: on its own, the SDK would send the environment's token to any
 * address.
 * @param transport sends the requests of the credential chain; without it the SDK sends them
 */
export function awsClientOptions(config: AwsConfig, secrets: EndpointSecrets, transport?: HttpTransport) {
  const { aws, apiKey } = secrets;
  const region = configuredRegion(config);
  const credentials = aws === undefined ? chain(config.profile, region, transport) : async () => ({ ...aws });
  return {
    maxAttempts: 1,
    // A profile may select the adaptive mode, which would delay requests.
    retryMode: 'standard',
    requestHandler: capturingHandler,
    ...(region !== undefined && { region }),
    ...(config.profile !== undefined && { profile: config.profile }),
    ...(config.baseUrl !== undefined && { endpoint: config.baseUrl }),
    ...(apiKey === undefined
      ? { credentials, authSchemePreference: ['sigv4'] }
      : { token: { token: apiKey }, authSchemePreference: ['httpBearerAuth'] }),
  };
}

/**
 * Credentials as the AWS tools find them, including roles and sign-ins. The chain must not get the client
 * itself: it would send its own requests, to STS, through a handler that sends nothing.
 */
function chain(profile: string | undefined, region: string | undefined, transport?: HttpTransport) {
  const find = fromNodeProviderChain({
    ...(profile !== undefined && { profile }),
    // For roles of profiles without a region. In `clientConfig` it would also apply to sign-ins.
    ...(region !== undefined && { parentClientConfig: { region } }),
    ...(transport && { clientConfig: { requestHandler: signInHandler(transport) } }),
  });
  return () => find();
}

/** The part of an SDK client that says where it would send requests, and with which credentials. */
interface AwsClient {
  readonly config: { region(): Promise<string>; credentials?: () => Promise<unknown> };
  readonly middlewareStack: object;
}

interface BuildSteps {
  add(
    step: (next: (args: BuildArgs) => unknown) => (args: BuildArgs) => unknown,
    options: { step: 'build' },
  ): void;
}

interface BuildArgs {
  request: Pick<SdkRequest, 'headers'>;
}

/**
 * Prepares a client made with `awsClientOptions` for a run. Adds the configured headers to its requests,
 * signed like its own. Resolves region and credentials once, so that missing ones are reported before
 * anything is sent. Returns the region. Throws UserError.
 */
export async function prepareAwsClient(
  client: AwsClient,
  { headers, profile }: AwsConfig,
  { apiKey }: EndpointSecrets,
): Promise<string> {
  const own = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  (client.middlewareStack as BuildSteps).add(
    next => args => {
      for (const [name, value] of own) args.request.headers[name] = value;
      return next(args);
    },
    { step: 'build' },
  );
  try {
    const region = await client.config.region();
    if (apiKey === undefined) await client.config.credentials?.();
    return region;
  } catch (error) {
    throw explained(error, profile);
  }
}

/**
 * Captures the request that a client made with `awsClientOptions` would send: serialised, addressed and
 * signed. Throws UserError if region or credentials are missing.
 */
export async function captureAwsRequest(send: () => Promise<unknown>): Promise<PlainRequest> {
  try {
    await send();
  } catch (error) {
    if (error instanceof CapturedRequest) return plainRequest(error.request);
    throw explained(error);
  }
  throw new Error('The AWS SDK made no request.');
}

function explained(error: unknown, profile?: string): unknown {
  if (!(error instanceof Error)) return error;
  if (/region is missing/i.test(error.message)) {
    return new UserError('No AWS region: set "region", AWS_REGION, or a region in your AWS profile.');
  }
  if (error.name === 'CredentialsProviderError' || error.name === 'TokenProviderError') {
    const [whose, set] = profile === undefined ? ['', 'set'] : [` in the profile "${profile}"`, 'change'];
    return new UserError(
      `No AWS credentials${whose} (${error.message}): ${set} "profile", sign in with your AWS tools, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_BEARER_TOKEN_BEDROCK.`,
    );
  }
  return error;
}
