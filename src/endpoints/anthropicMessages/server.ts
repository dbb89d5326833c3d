import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { EndpointSecrets } from '../contract/endpoint.ts';
import type { HttpTransport, PlainRequest } from '../transport/httpTransport.ts';
import { AnthropicServer } from './anthropicServer.ts';
import type { AnthropicMessagesConfig } from './config.ts';

/** Who serves the Messages API: how a request reaches them, and what they call things. */
export interface MessagesServer {
  /** null where there are no regions. */
  readonly awsRegion: string | null;
  readonly reusable: boolean;
  readonly requestIdHeader: string;
  request(prepared: JsonObject): Promise<PlainRequest>;
  modelsRequest(): Promise<PlainRequest | PlainRequest[]> | null;
  modelIds(body: unknown): string[];
}

/** Throws UserError where there is no region or there are no credentials. AWS is loaded only for AWS. */
export async function openServer(
  config: AnthropicMessagesConfig,
  secrets: EndpointSecrets,
  transport?: HttpTransport,
): Promise<MessagesServer> {
  const { provider } = config;
  if (provider === 'anthropic') return new AnthropicServer(config, secrets);
  return (await import('./bedrockServer.ts')).BedrockServer.open(provider, config, secrets, transport);
}
