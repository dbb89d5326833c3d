import { UserError } from '../../core/base/errors.ts';
import type { EndpointSecrets } from '../contract/endpoint.ts';
import type { HttpTransport } from '../transport/httpTransport.ts';
import { AnthropicServer } from './anthropicServer.ts';
import type { AnthropicMessagesConfig } from './config.ts';
import type { MessagesServer } from './messagesServer.ts';

/** Loads what a cloud needs only for that cloud. Throws UserError if there is no region or there are no credentials. */
export async function openServer(
  config: AnthropicMessagesConfig,
  secrets: EndpointSecrets,
  transport?: HttpTransport,
): Promise<MessagesServer> {
  const { provider } = config;
  if (provider === 'anthropic') return new AnthropicServer(config, secrets);
  if (provider === 'foundry') return foundryServer(config, secrets);
  if (provider === 'vertex') {
    const { VertexServer } = await import('./vertexServer.ts');
    if (transport === undefined) throw new Error('Google’s tokens need a transport.');
    return VertexServer.open(config, secrets, transport);
  }
  return (await import('./bedrockServer.ts')).BedrockServer.open(provider, config, secrets, transport);
}

/** Microsoft Foundry is addressed like Anthropic itself, with a key of Azure or a token of Microsoft Entra. */
function foundryServer(config: AnthropicMessagesConfig, secrets: EndpointSecrets): MessagesServer {
  if (config.baseUrl === undefined) {
    throw new UserError(
      'Provider "foundry" needs the address of your resource: set "baseUrl", such as https://YOUR-RESOURCE.services.ai.azure.com/anthropic.',
    );
  }
  return new AnthropicServer(config, secrets);
}
