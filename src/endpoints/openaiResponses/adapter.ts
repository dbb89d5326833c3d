import type OpenAI from 'openai';
import type { JsonObject } from '../../core/jsonValue.ts';
import type { ProviderError } from '../../core/wireEvents.ts';
import { captureRequest, RequestTemplate } from '../captureRequest.ts';
import type { EndpointSecrets, PayloadOptions } from '../endpoint.ts';
import type { Emit, HttpDialect } from '../httpDialect.ts';
import { at, listOf } from '../jsonAccess.ts';
import { serverOf } from '../kinds.ts';
import { messageTexts } from '../messageTexts.ts';
import { listedIds } from '../modelIds.ts';
import { makeOpenAIClient, openaiRefusal, openaiRequestIdHeader } from '../openaiClient.ts';
import type { HttpExchange } from '../transport/httpExchange.ts';
import { readSseAnswer } from '../transport/sse.ts';
import { readResponseBody } from './body.ts';
import type { OpenAIResponsesConfig } from './config.ts';
import { responsesPayload } from './payload.ts';
import { ResponsesStreamReader } from './reader.ts';

type ResponseParams = Parameters<OpenAI['responses']['create']>[0];

/** OpenAI Responses (spec 1.4). */
export class OpenAIResponsesDialect implements HttpDialect {
  readonly kind = 'openai-responses';
  readonly reusable = true;
  readonly requestIdHeader = openaiRequestIdHeader;
  readonly #config: OpenAIResponsesConfig;
  readonly #secrets: EndpointSecrets;
  readonly #template = new RequestTemplate(body =>
    captureRequest(fetch =>
      this.#client(fetch)
        .responses.create(body as ResponseParams)
        .asResponse(),
    ),
  );

  constructor(config: OpenAIResponsesConfig, secrets: EndpointSecrets) {
    this.#config = config;
    this.#secrets = secrets;
  }

  get modelId() {
    return this.#config.model;
  }
  get provider() {
    return this.#config.provider;
  }
  get endpointName() {
    return this.stream ? 'openai-response-stream' : 'openai-response';
  }
  get stream() {
    return this.#config.stream;
  }
  get visibleTokensOnly() {
    return this.#config.ttftVisibleTokensOnly;
  }

  toDict(): JsonObject {
    const common = { endpoint_name: this.endpointName, model_id: this.modelId, provider: this.provider };
    return this.stream
      ? {
          ...common,
          ttft_visible_tokens_only: this.visibleTokensOnly,
          endpoint_type: 'OpenAIResponseStreamEndpoint',
        }
      : { ...common, endpoint_type: 'OpenAIResponseEndpoint' };
  }

  createPayload(prompt: string, options: PayloadOptions): JsonObject {
    return responsesPayload(this.kind, prompt, options, serverOf(this.#config)?.quirks?.caching);
  }

  /** LLMeter asks for usage as in Chat Completions; this API has no such option and reports it anyway. */
  prepare(payload: JsonObject): JsonObject {
    return { ...payload, model: this.modelId, stream: this.stream };
  }

  inputText(payload: JsonObject): string {
    const { input } = payload;
    if (typeof input === 'string') return input;
    return listOf(input)
      .flatMap(item => messageTexts(at(item, 'content')))
      .join('\n');
  }

  request(prepared: JsonObject) {
    return this.#template.request(prepared);
  }

  modelsRequest() {
    return captureRequest(fetch => this.#client(fetch).models.list().asResponse());
  }

  modelIds(body: unknown): string[] {
    return listedIds(body);
  }

  readStream(http: HttpExchange, emit: Emit): void {
    const reader = new ResponsesStreamReader(emit);
    readSseAnswer(http, reader);
    if (http.failure) reader.brokenOff(http.endedAt);
  }

  readBody(body: unknown, _http: HttpExchange, stamp: number, emit: Emit): void {
    readResponseBody(body, stamp, emit);
  }

  refusal(status: number, headers: ReadonlyMap<string, string>, text: string): ProviderError {
    return openaiRefusal(status, headers, text);
  }

  #client(fetch: Parameters<typeof makeOpenAIClient>[2]): OpenAI {
    return makeOpenAIClient(this.#config, this.#secrets.apiKey, fetch);
  }
}
