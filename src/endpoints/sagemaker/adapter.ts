import {
  InvokeEndpointCommand,
  InvokeEndpointWithResponseStreamCommand,
  SageMakerRuntimeClient,
} from '@aws-sdk/client-sagemaker-runtime';
import { UserError } from '../../core/base/errors.ts';
import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import type { ProviderError } from '../../core/request/wireEvents.ts';
import { awsClientOptions, captureAwsRequest, prepareAwsClient } from '../aws/awsClient.ts';
import { isAwsAddress } from '../aws/awsConfig.ts';
import { awsRefusal } from '../aws/awsErrors.ts';
import { readAwsAnswer } from '../aws/eventStream.ts';
import { jsonRequest } from '../aws/jsonRequest.ts';
import type { EndpointSecrets, PayloadOptions } from '../contract/endpoint.ts';
import { identityKeys } from '../contract/identity.ts';
import { ConfiguredDialect } from '../http/configuredDialect.ts';
import type { Emit, HttpDialect } from '../http/httpDialect.ts';
import { asText, at, listOf } from '../http/jsonAccess.ts';
import { refuseMedia } from '../shared/mediaRefusal.ts';
import { refuseCachePoint, refuseThinking } from '../shared/optionRefusal.ts';
import { refuseRawBytes } from '../shared/rawBytes.ts';
import type { HttpExchange } from '../transport/httpExchange.ts';
import type { HttpTransport, PlainRequest } from '../transport/httpTransport.ts';
import type { SageMakerConfig } from './config.ts';
import { SageMakerExtractor } from './extractor.ts';
import { containerEnd, InvocationStreamReader, readInvocationBody } from './reader.ts';

/** Amazon SageMaker InvokeEndpoint and InvokeEndpointWithResponseStream (llmeter-format 1.5). */
export class SageMakerDialect extends ConfiguredDialect<SageMakerConfig> implements HttpDialect {
  /** A signature expires. */
  readonly reusable = false;
  readonly requestIdHeader = 'x-amzn-requestid';
  readonly streamEnd = containerEnd;
  readonly #extractor: SageMakerExtractor;
  readonly #client: SageMakerRuntimeClient;
  readonly #region: string;

  private constructor(
    config: SageMakerConfig,
    extractor: SageMakerExtractor,
    client: SageMakerRuntimeClient,
    region: string,
  ) {
    super(config, config.endpointName ?? config.model);
    this.#extractor = extractor;
    this.#client = client;
    this.#region = region;
  }

  /** Throws UserError for an invalid JMESPath or a key, and if there is no region or there are no credentials. */
  static async open(
    config: SageMakerConfig,
    secrets: EndpointSecrets,
    transport?: HttpTransport,
  ): Promise<SageMakerDialect> {
    const extractor = new SageMakerExtractor(config);
    if (secrets.apiKey !== undefined) {
      throw new UserError(
        'SageMaker does not accept an API key: remove it and set "profile", or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
      );
    }
    const client = new SageMakerRuntimeClient(awsClientOptions(config, secrets, transport));
    const region = await prepareAwsClient(client, config, secrets);
    return new SageMakerDialect(config, extractor, client, region);
  }

  toDict(): JsonObject {
    return {
      ...identityKeys(this.identity),
      ...this.#extractor.toDict(),
      kwargs: {},
      region: this.#region,
      endpoint_type: this.identity.stream ? 'SageMakerStreamEndpoint' : 'SageMakerEndpoint',
    };
  }

  /** Throws UserError for anything but a prompt. */
  createPayload(prompt: string, options: PayloadOptions): JsonObject {
    const { maxTokens, system, media, earlier = [], thinking, cachePoint } = options;
    refuseMedia(this.identity.kind, media);
    refuseThinking(this.identity.kind, thinking);
    refuseCachePoint(this.identity.kind, cachePoint, 'leaves caching to the container: remove "cachePoint".');
    const form = 'write it into the prompt, in the model’s own format.';
    if (system !== undefined) throw new UserError(`sagemaker does not support a system prompt: ${form}`);
    if (earlier.length > 0) throw new UserError(`sagemaker does not support conversations: ${form}`);
    const payload = { inputs: prompt, parameters: { max_new_tokens: maxTokens, details: true } };
    return this.identity.stream ? { ...payload, stream: true } : payload;
  }

  /** Containers refuse `decoder_input_details` in streams. */
  prepare(payload: JsonObject): JsonObject {
    if (!this.identity.stream) return payload;
    const { parameters } = payload;
    const streamed = { ...payload, stream: payload['stream'] ?? true };
    if (!isJsonObject(parameters)) return streamed;
    const { decoder_input_details: _, ...rest } = parameters;
    return { ...streamed, parameters: rest };
  }

  inputText(payload: JsonObject): string | null {
    return this.#extractor.inputText(payload);
  }

  async request(prepared: JsonObject): Promise<PlainRequest> {
    refuseRawBytes(this.identity.kind, prepared);
    const input = {
      EndpointName: this.identity.endpointName,
      ContentType: 'application/json',
      Body: Buffer.from(JSON.stringify(prepared)),
    };
    return captureAwsRequest(() =>
      this.identity.stream
        ? this.#client.send(new InvokeEndpointWithResponseStreamCommand(input))
        : this.#client.send(new InvokeEndpointCommand(input)),
    );
  }

  /** Lists the endpoints that can be invoked. AWS does so in another service; other servers do both. */
  modelsRequest(): Promise<PlainRequest> {
    const { baseUrl } = this.config;
    const region = this.#region;
    const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    const address = isAwsAddress(baseUrl)
      ? `https://api.sagemaker.${region}.${domain}/`
      : `${baseUrl?.replace(/\/+$/, '')}/`;
    return jsonRequest({
      service: 'sagemaker',
      region,
      url: new URL(address),
      target: 'SageMaker.ListEndpoints',
      body: { StatusEquals: 'InService', SortBy: 'CreationTime', SortOrder: 'Descending', MaxResults: 100 },
      credentials: this.#client.config.credentials,
    });
  }

  modelIds(body: unknown): string[] {
    return listOf(at(body, 'Endpoints')).flatMap(endpoint => asText(at(endpoint, 'EndpointName')) ?? []);
  }

  /** What arrived before a failure is read as well. */
  readStream(http: HttpExchange, emit: Emit): boolean {
    const reader = new InvocationStreamReader(emit, this.#extractor, this.identity.modelId);
    try {
      return readAwsAnswer(http, reader);
    } finally {
      reader.finish(http.wire.endedAt);
      this.#readId(http, emit);
    }
  }

  readBody(body: unknown, http: HttpExchange, stamp: number, emit: Emit): void {
    readInvocationBody(body, stamp, emit, this.#extractor);
    this.#readId(http, emit);
  }

  refusal(status: number, headers: ReadonlyMap<string, string>, text: string): ProviderError {
    return awsRefusal('SageMaker', status, headers, text);
  }

  #readId({ headers, wire }: HttpExchange, emit: Emit): void {
    const id = headers.get(this.requestIdHeader);
    if (id !== undefined) emit({ type: 'id', at: wire.endedAt, id });
  }
}
