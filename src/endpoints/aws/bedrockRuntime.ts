import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import type { EndpointSecrets } from '../contract/endpoint.ts';
import { asText, at, listOf } from '../http/jsonAccess.ts';
import type { HttpTransport, PlainRequest } from '../transport/httpTransport.ts';
import { awsClientOptions, captureAwsRequest, prepareAwsClient } from './awsClient.ts';
import { type AwsConfig, isAwsAddress } from './awsConfig.ts';

/** What the operations of the Bedrock runtime have in common: address, region, credentials, list of models. */
export class BedrockRuntime {
  readonly region: string;
  /** A request with a bearer token stays valid; a signature expires. */
  readonly reusable: boolean;
  readonly #client: BedrockRuntimeClient;
  readonly #config: AwsConfig;
  readonly #secrets: EndpointSecrets;

  private constructor(
    client: BedrockRuntimeClient,
    region: string,
    config: AwsConfig,
    secrets: EndpointSecrets,
  ) {
    this.#client = client;
    this.#config = config;
    this.#secrets = secrets;
    this.region = region;
    this.reusable = secrets.apiKey !== undefined;
  }

  /** Throws UserError if there is no region or there are no credentials. */
  static async open(
    config: AwsConfig,
    secrets: EndpointSecrets,
    transport?: HttpTransport,
  ): Promise<BedrockRuntime> {
    const client = new BedrockRuntimeClient(awsClientOptions(config, secrets, transport));
    return new BedrockRuntime(client, await prepareAwsClient(client, config, secrets), config, secrets);
  }

  /** The request that the SDK's client would send, signed now. */
  request(send: (client: BedrockRuntimeClient) => Promise<unknown>): Promise<PlainRequest> {
    return captureAwsRequest(() => send(this.#client));
  }

  /** The credentials to sign with, renewed if they are about to expire. */
  credentials() {
    return this.#client.config.credentials();
  }

  /** AWS lists models and inference profiles in another service; other servers do both. */
  async modelsRequest(): Promise<PlainRequest[]> {
    const { BedrockClient, ListFoundationModelsCommand, ListInferenceProfilesCommand } = await import(
      '@aws-sdk/client-bedrock'
    );
    const { baseUrl, ...atAws } = this.#config;
    const config = { ...atAws, ...(!isAwsAddress(baseUrl) && { baseUrl }), region: this.region };
    const client = new BedrockClient({
      ...awsClientOptions(config, this.#secrets),
      ...(this.#secrets.apiKey === undefined && { credentials: this.#client.config.credentials }),
    });
    return Promise.all([
      captureAwsRequest(() => client.send(new ListInferenceProfilesCommand({ maxResults: 1000 }))),
      captureAwsRequest(() =>
        client.send(
          new ListFoundationModelsCommand({ byInferenceType: 'ON_DEMAND', byOutputModality: 'TEXT' }),
        ),
      ),
    ]);
  }
}

/** Ids in the answers of ListInferenceProfiles and ListFoundationModels. */
export function bedrockModelIds(body: unknown): string[] {
  return [
    ...listOf(at(body, 'inferenceProfileSummaries')).map(profile => at(profile, 'inferenceProfileId')),
    ...listOf(at(body, 'modelSummaries')).map(model => at(model, 'modelId')),
  ].flatMap(id => asText(id) ?? []);
}
