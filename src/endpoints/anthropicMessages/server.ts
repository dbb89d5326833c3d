import type { EndpointSecrets } from '../contract/endpoint.ts';
import type { HttpTransport } from '../transport/httpTransport.ts';
import { AnthropicServer } from './anthropicServer.ts';
import type { AnthropicMessagesConfig } from './config.ts';
import type { MessagesServer } from './messagesServer.ts';

/** Loads the AWS SDK only for AWS. Throws UserError if there is no region or there are no credentials. */
export async function openServer(
  config: AnthropicMessagesConfig,
  secrets: EndpointSecrets,
  transport?: HttpTransport,
): Promise<MessagesServer> {
  const { provider } = config;
  if (provider === 'anthropic') return new AnthropicServer(config, secrets);
  return (await import('./bedrockServer.ts')).BedrockServer.open(provider, config, secrets, transport);
}
