/**
 * The endpoints module talks to LLM servers. It owns the list of endpoint kinds (kinds.ts), an adapter folder
 * for each kind, and the HTTP transport that stamps the bytes of an answer when they arrive. It never
 * computes a metric, knows nothing about runs and swallows no errors. To add a kind, write a folder with a
 * config.ts and an adapter.ts, then add it to kinds.ts and to the table below. Start with
 * contract/endpoint.ts, the interface that a run sees. Then read http/httpEndpoint.ts, its implementation for
 * all HTTP APIs, and one adapter, e.g. openaiChat/adapter.ts.
 */

import type { Clock } from '../core/base/clock.ts';
import { UserError } from '../core/base/errors.ts';
import { isAwsAddress } from './aws/awsConfig.ts';
import type { Endpoint, EndpointSecrets } from './contract/endpoint.ts';
import { checkConnection } from './http/checkConnection.ts';
import type { HttpDialect } from './http/httpDialect.ts';
import { HttpEndpoint } from './http/httpEndpoint.ts';
import type { EndpointFacts } from './http/refusedRequest.ts';
import { type EndpointConfig, type EndpointKindId, endpointKinds, kindOf } from './kinds.ts';
import { keyAdvice, keySource } from './shared/keyAdvice.ts';
import { addressOf, presetsAt } from './shared/servers.ts';
import type { HttpTransport } from './transport/httpTransport.ts';
import type { LanguageModels } from './vscodeLm/languageModels.ts';

type ConfigOf<K extends EndpointKindId> = Extract<EndpointConfig, { kind: K }>;
type HttpKindId = Exclude<EndpointKindId, 'vscode-lm'>;

/** `transport` is for requests that come before any other, e.g. for the credentials to sign with. */
type MakeDialect<C> = (config: C, secrets: EndpointSecrets, transport: HttpTransport) => Promise<HttpDialect>;

/** The adapter of every kind with an HTTP API. Its SDK is loaded with the first endpoint of the kind. */
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
 * Makes the endpoint that a checked configuration describes. It owns `transport` and closes it. Rejects
 * with UserError if no request is possible, e.g. to the editor's models outside the editor (`models` null).
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
  const make = dialects[config.kind] as MakeDialect<EndpointConfig>;
  try {
    checkConnection(config, secrets);
    const address = addressOf(kindOf(config.kind), config);
    if (config.insecure) {
      refuseForProviders(address);
      transport.skipChecksOf(address);
    }
    // If only the AWS tools know the region, the first request says it.
    if (!address.includes('YOUR-REGION')) transport.checkProxy(address);
    const dialect = await make(config, secrets, transport);
    return new HttpEndpoint(dialect, transport, clock, factsOf(config, secrets)) as Endpoint;
  } catch (error) {
    transport.close();
    throw error;
  }
}

/** A key of a provider must not become readable by accident. Throws UserError for the address of one that we know. */
function refuseForProviders(address: string): void {
  const { hostname } = new URL(address);
  const there = new URL(`https://${hostname}`);
  if (!isAwsAddress(address) && !endpointKinds.some(kind => presetsAt(kind, there).length > 0)) return;
  throw new UserError(
    `"insecure" is for servers of your own, but ${hostname} is a provider’s address, whose certificate is always checked: remove "insecure" (--insecure).`,
  );
}

function factsOf(config: EndpointConfig, secrets: EndpointSecrets): EndpointFacts {
  const { kind, model } = config;
  return {
    kind,
    model,
    baseUrl: 'baseUrl' in config ? (config.baseUrl ?? '') : '',
    keyAdvice: keyAdvice(kindOf(kind), config, secrets),
    keySource: keySource(secrets),
  };
}

const outsideEditor =
  'Endpoints of kind "vscode-lm" are models inside VS Code and work only there: run this plan in the editor with “Run LLM Benchmark”, or set "kind" to an API that can be reached from here.';
