import { AnthropicBedrock, AnthropicBedrockMantle } from '@anthropic-ai/bedrock-sdk';
import type { JsonObject } from '../../core/base/jsonValue.ts';
import { BedrockRuntime, bedrockModelIds } from '../aws/bedrockRuntime.ts';
import type { EndpointSecrets } from '../contract/endpoint.ts';
import { captureRequest, type Fetch } from '../http/captureRequest.ts';
import { withoutEnvironmentHeaders } from '../http/sdkEnvironment.ts';
import { listedIds } from '../shared/modelIds.ts';
import type { HttpTransport, PlainRequest } from '../transport/httpTransport.ts';
import { clientOptions, type MessageParams } from './anthropicServer.ts';
import type { AnthropicMessagesConfig } from './config.ts';
import type { MessagesServer } from './messagesServer.ts';

/** The two services with the Messages API on AWS. The SDK's clients differ in path, body and signing name. */
const services = {
  bedrock: {
    address: (region: string) => `https://bedrock-runtime.${region}.amazonaws.com`,
    requestIdHeader: 'x-amzn-requestid',
    Client: AnthropicBedrock,
  },
  'bedrock-mantle': {
    address: (region: string) => `https://bedrock-mantle.${region}.api.aws/anthropic`,
    requestIdHeader: 'request-id',
    Client: AnthropicBedrockMantle,
  },
} as const;

export type BedrockProvider = keyof typeof services;

/** Claude on AWS: requests are signed for its region, or carry a bearer token. */
export class BedrockServer implements MessagesServer {
  readonly awsRegion: string;
  readonly reusable: boolean;
  readonly requestIdHeader: string;
  readonly #provider: BedrockProvider;
  readonly #config: AnthropicMessagesConfig;
  readonly #secrets: EndpointSecrets;
  readonly #runtime: BedrockRuntime;

  private constructor(
    provider: BedrockProvider,
    config: AnthropicMessagesConfig,
    secrets: EndpointSecrets,
    runtime: BedrockRuntime,
  ) {
    this.#provider = provider;
    this.#config = config;
    this.#secrets = secrets;
    this.#runtime = runtime;
    this.awsRegion = runtime.region;
    this.reusable = runtime.reusable;
    this.requestIdHeader = services[provider].requestIdHeader;
  }

  /** Throws UserError if there is no region or there are no credentials. */
  static async open(
    provider: BedrockProvider,
    config: AnthropicMessagesConfig,
    secrets: EndpointSecrets,
    transport?: HttpTransport,
  ) {
    const runtime = await BedrockRuntime.open(config, secrets, transport);
    return new BedrockServer(provider, config, secrets, runtime);
  }

  request(prepared: JsonObject): Promise<PlainRequest> {
    return captureRequest(fetch =>
      this.#client(fetch)
        .messages.create(prepared as unknown as MessageParams)
        .asResponse(),
    );
  }

  modelsRequest() {
    return this.#provider === 'bedrock' ? this.#runtime.modelsRequest() : this.#mantleModels();
  }

  modelIds(body: unknown): string[] {
    return [...bedrockModelIds(body), ...listedIds(body)].filter(id => /\banthropic\./.test(id));
  }

  /** Mantle lists all its models in one place, next to the APIs of Anthropic and of others. */
  #mantleModels(): Promise<PlainRequest> {
    const root = this.#address.replace(/(\/anthropic)?\/*$/, '');
    return captureRequest(fetch => this.#client(fetch).get(`${root}/v1/models`).asResponse());
  }

  get #address(): string {
    return this.#config.baseUrl ?? services[this.#provider].address(this.awsRegion);
  }

  #client(fetch: Fetch): AnthropicBedrock | AnthropicBedrockMantle {
    const { Client } = services[this.#provider];
    return withoutEnvironmentHeaders(
      () =>
        new Client({
          ...clientOptions,
          awsRegion: this.awsRegion,
          baseURL: this.#address,
          // Without null the SDK would send the environment's token to any address.
          apiKey: this.#secrets.apiKey ?? null,
          providerChainResolver: async () => () => this.#runtime.credentials(),
          defaultHeaders: this.#config.headers ?? {},
          fetch,
        }),
    );
  }
}
