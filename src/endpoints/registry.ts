import type { Clock } from '../core/base/clock.ts';
import { UserError } from '../core/base/errors.ts';
import type { Endpoint, EndpointSecrets } from './contract/endpoint.ts';
import { checkConnection } from './http/checkConnection.ts';
import type { HttpDialect } from './http/httpDialect.ts';
import { HttpEndpoint } from './http/httpEndpoint.ts';
import type { EndpointConfig, EndpointKindId } from './kinds.ts';
import type { HttpTransport } from './transport/httpTransport.ts';
import type { LanguageModels } from './vscodeLm/languageModels.ts';

type ConfigOf<K extends EndpointKindId> = Extract<EndpointConfig, { kind: K }>;
type HttpKindId = Exclude<EndpointKindId, 'vscode-lm'>;

/** `transport` is for what has to be asked before anything is sent, as who signs. */
type MakeDialect<C> = (config: C, secrets: EndpointSecrets, transport: HttpTransport) => Promise<HttpDialect>;

/** An adapter for every kind with an HTTP API; SDKs are loaded when the first endpoint of their kind is made. */
const dialects: {
  [K in HttpKindId]: MakeDialect<ConfigOf<K>>;
} = {
  'openai-chat': async (...given) =>
    (await import('./openaiChat/adapter.ts')).OpenAIChatDialect.open(...given),
  'openai-responses': async (...given) =>
    (await import('./openaiResponses/adapter.ts')).OpenAIResponsesDialect.open(...given),
  'anthropic-messages': async (...given) =>
    (await import('./anthropicMessages/adapter.ts')).AnthropicMessagesDialect.open(...given),
  'bedrock-converse': async (...given) =>
    (await import('./bedrockConverse/adapter.ts')).BedrockConverseDialect.open(...given),
  'bedrock-invoke': async (...given) =>
    (await import('./bedrockInvoke/adapter.ts')).BedrockInvokeDialect.open(...given),
  sagemaker: async (...given) => (await import('./sagemaker/adapter.ts')).SageMakerDialect.open(...given),
  'google-gemini': async (config, secrets) =>
    new (await import('./googleGemini/adapter.ts')).GoogleGeminiDialect(config, secrets),
  litellm: async (config, secrets) =>
    new (await import('./litellm/adapter.ts')).LiteLLMDialect(config, secrets),
};

/**
 * Makes the endpoint a checked configuration describes. It owns `transport` and closes it. Rejects with
 * UserError where no request could be made, as to the editor's models where there is no editor (null).
 */
export async function createEndpoint(
  config: EndpointConfig,
  secrets: EndpointSecrets,
  transport: HttpTransport,
  clock: Clock,
  models: LanguageModels | null = null,
): Promise<Endpoint> {
  if (config.kind === 'vscode-lm') {
    transport.close();
    if (models === null) throw new UserError(outsideEditor);
    const { VscodeLmEndpoint } = await import('./vscodeLm/endpoint.ts');
    return new VscodeLmEndpoint(config, models, clock) as Endpoint;
  }
  checkConnection(config, secrets);
  const make = dialects[config.kind] as MakeDialect<EndpointConfig>;
  try {
    return new HttpEndpoint(await make(config, secrets, transport), transport, clock) as Endpoint;
  } catch (error) {
    transport.close();
    throw error;
  }
}

const outsideEditor =
  'Endpoints of kind "vscode-lm" are the models of VS Code itself and work only there: run this plan in the editor with “Run LLM Benchmark”, or set "kind" to an API that can be reached from here.';
