import type OpenAI from 'openai';
import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { ProviderError } from '../../core/request/wireEvents.ts';
import type { EndpointSecrets, PayloadOptions } from '../contract/endpoint.ts';
import { ConfiguredDialect } from '../http/configuredDialect.ts';
import type { Emit, HttpDialect } from '../http/httpDialect.ts';
import { openaiRefusal, openaiRequestIdHeader } from '../openai/openaiClient.ts';
import { type AwsAccess, awsAccess } from '../openai/openaiOnAws.ts';
import { OpenAIServer } from '../openai/openaiServer.ts';
import { promptText } from '../shared/messageTexts.ts';
import { listedIds } from '../shared/modelIds.ts';
import { serverOf } from '../shared/servers.ts';
import type { HttpExchange } from '../transport/httpExchange.ts';
import type { HttpTransport } from '../transport/httpTransport.ts';
import { readSseAnswer } from '../transport/sse.ts';
import type { StreamEndTest } from '../transport/streamEnd.ts';
import { readResponseBody } from './body.ts';
import { type OpenAIResponsesConfig, openaiResponsesKind } from './config.ts';
import { responsesPayload } from './payload.ts';
import { ResponsesStreamReader, responsesEnd } from './reader.ts';

type ResponseParams = Parameters<OpenAI['responses']['create']>[0];

/** OpenAI Responses (llmeter-format 1.4). */
export class OpenAIResponsesDialect extends ConfiguredDialect<OpenAIResponsesConfig> implements HttpDialect {
  readonly reusable: boolean;
  readonly requestIdHeader = openaiRequestIdHeader;
  readonly streamEnd: StreamEndTest = responsesEnd;
  readonly #server: OpenAIServer;

  /** `access`: where the endpoint is on AWS, if it is there. */
  constructor(config: OpenAIResponsesConfig, secrets: EndpointSecrets, access: AwsAccess | null = null) {
    super(config, config.stream ? 'openai-response-stream' : 'openai-response');
    this.#server = new OpenAIServer(
      config,
      secrets,
      (client, body) => client.responses.create(body as ResponseParams),
      access,
    );
    this.reusable = this.#server.reusable;
  }

  /** Throws UserError if the endpoint is on AWS and there is no region or there are no credentials. */
  static async open(config: OpenAIResponsesConfig, secrets: EndpointSecrets, transport?: HttpTransport) {
    return new OpenAIResponsesDialect(
      config,
      secrets,
      await awsAccess(openaiResponsesKind, config, secrets, transport),
    );
  }

  toDict(): JsonObject {
    return this.dictOf('OpenAIResponseEndpoint', 'OpenAIResponseStreamEndpoint');
  }

  createPayload(prompt: string, options: PayloadOptions): JsonObject {
    return responsesPayload(
      this.identity.kind,
      prompt,
      options,
      serverOf(openaiResponsesKind, this.config)?.quirks?.caching,
    );
  }

  /** LLMeter asks for usage as in Chat Completions; this API has no such option and reports it anyway. */
  prepare(payload: JsonObject): JsonObject {
    return { ...payload, model: this.identity.modelId, stream: this.identity.stream };
  }

  inputText(payload: JsonObject): string {
    const { input } = payload;
    return typeof input === 'string' ? input : promptText(input);
  }

  request(prepared: JsonObject) {
    return this.#server.request(prepared);
  }

  modelsRequest() {
    return this.#server.modelsRequest();
  }

  modelIds(body: unknown): string[] {
    return listedIds(body);
  }

  readStream(http: HttpExchange, emit: Emit): boolean {
    const reader = new ResponsesStreamReader(emit);
    const over = readSseAnswer(http, reader);
    if (http.failure) reader.brokenOff(http.wire.endedAt);
    return over;
  }

  readBody(body: unknown, _http: HttpExchange, stamp: number, emit: Emit): void {
    readResponseBody(body, stamp, emit);
  }

  refusal(status: number, headers: ReadonlyMap<string, string>, text: string): ProviderError {
    return openaiRefusal(status, headers, text);
  }
}
