import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { UserError } from '../../core/errors.ts';
import type { EndpointSecrets } from '../endpoint.ts';
import type { PlainRequest } from '../transport/httpTransport.ts';
import type { AwsConfig } from './awsConfig.ts';

/** As much of an SDK's request as is needed to send it ourselves. */
interface SdkRequest {
  method: string;
  protocol: string;
  hostname: string;
  port?: number | undefined;
  path: string;
  query?: Record<string, string | string[] | null> | undefined;
  headers: Record<string, string>;
  body?: unknown;
}

/** Thrown through the SDK when its finished, signed request has been taken. */
class Captured extends Error {
  override readonly name = 'Captured';
}

/** Client options for an AWS service: address, region and credentials as users have them. Every request is one attempt. */
export function awsClientOptions(config: AwsConfig, secrets: EndpointSecrets) {
  const { aws, apiKey } = secrets;
  const credentials =
    aws === undefined
      ? fromNodeProviderChain(config.profile === undefined ? {} : { profile: config.profile })
      : async () => ({ ...aws });
  return {
    maxAttempts: 1,
    ...(config.region !== undefined && { region: config.region }),
    ...(config.profile !== undefined && { profile: config.profile }),
    ...(config.baseUrl !== undefined && { endpoint: config.baseUrl }),
    ...(apiKey === undefined
      ? { credentials }
      : { token: { token: apiKey }, authSchemePreference: ['httpBearerAuth'] }),
  };
}

type Handler = {
  handle(request: SdkRequest): Promise<never>;
  metadata: { handlerProtocol: string };
  destroy(): void;
};

/**
 * Lets an AWS SDK client serialise, address and sign a command, and takes the request instead of
 * sending it. `send` gets the handler the client must be made with. Throws UserError on missing
 * region or credentials.
 */
export async function captureAwsRequest(send: (handler: Handler) => Promise<unknown>): Promise<PlainRequest> {
  let captured: SdkRequest | null = null;
  const handler: Handler = {
    handle: async request => {
      captured = request;
      throw new Captured();
    },
    metadata: { handlerProtocol: 'http/1.1' },
    destroy: () => {},
  };
  try {
    await send(handler);
  } catch (error) {
    if (!captured) throw explained(error);
  }
  if (!captured) throw new Error('The AWS SDK made no request.');
  return plainRequest(captured);
}

function plainRequest({
  method,
  protocol,
  hostname,
  port,
  path,
  query,
  headers,
  body,
}: SdkRequest): PlainRequest {
  const search = Object.entries(query ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value ?? '']).map(
      v => `${encodeURIComponent(name)}=${encodeURIComponent(v)}`,
    ),
  );
  const host = port === undefined ? hostname : `${hostname}:${port}`;
  return {
    method,
    url: `${protocol}//${host}${path}${search.length > 0 ? `?${search.join('&')}` : ''}`,
    headers: Object.entries(headers),
    body: typeof body === 'string' || body instanceof Uint8Array ? body : '',
  };
}

function explained(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (/region is missing/i.test(error.message)) {
    return new UserError('No AWS region: set "region", AWS_REGION, or a region in your AWS profile.');
  }
  if (error.name === 'CredentialsProviderError' || error.name === 'TokenProviderError') {
    return new UserError(
      `No AWS credentials (${error.message}): set "profile", sign in with your AWS tools, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_BEARER_TOKEN_BEDROCK.`,
    );
  }
  return error;
}
