import Anthropic, { APIError } from '@anthropic-ai/sdk';
import type { JsonObject } from '../../core/jsonValue.ts';
import type { ProviderError } from '../../core/wireEvents.ts';
import { captureRequest, RequestTemplate } from '../captureRequest.ts';
import type { EndpointSecrets, PayloadOptions } from '../endpoint.ts';
import type { Emit, HttpDialect } from '../httpDialect.ts';
import { reasonOfStatus } from '../httpStatus.ts';
import { asText, at, listOf } from '../jsonAccess.ts';
import { messageTexts } from '../messageTexts.ts';
import { listedIds } from '../modelIds.ts';
import { onlyHeaders } from '../sdkHeaders.ts';
import type { HttpExchange } from '../transport/httpExchange.ts';
import { readSseAnswer } from '../transport/sse.ts';
import type { AnthropicMessagesConfig } from './config.ts';
import { MessagesStreamReader, readMessageBody } from './reader.ts';

type MessageParams = Parameters<Anthropic['messages']['create']>[0];

/** Error types of the API that name a reason better than the status of the 200 they came in. */
const statusOfType: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  permission_error: 403,
  not_found_error: 404,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

/** Anthropic Messages (spec 1.7). */
export class AnthropicMessagesDialect implements HttpDialect {
  readonly kind = 'anthropic-messages';
  readonly endpointName = 'anthropic-messages';
  readonly reusable = true;
  readonly requestIdHeader = 'request-id';
  readonly #config: AnthropicMessagesConfig;
  readonly #secrets: EndpointSecrets;
  readonly #template = new RequestTemplate(body =>
    captureRequest(fetch =>
      this.#client(fetch)
        .messages.create(body as MessageParams)
        .asResponse(),
    ),
  );

  constructor(config: AnthropicMessagesConfig, secrets: EndpointSecrets) {
    this.#config = config;
    this.#secrets = secrets;
  }

  get modelId() {
    return this.#config.model;
  }
  get provider() {
    return this.#config.provider;
  }
  get stream() {
    return this.#config.stream;
  }
  get visibleTokensOnly() {
    return this.#config.ttftVisibleTokensOnly;
  }

  toDict(): JsonObject {
    const common = {
      endpoint_name: this.endpointName,
      model_id: this.modelId,
      provider: this.provider,
      aws_region: null,
    };
    return this.stream
      ? {
          ...common,
          ttft_visible_tokens_only: this.visibleTokensOnly,
          endpoint_type: 'AnthropicMessagesStream',
        }
      : { ...common, endpoint_type: 'AnthropicMessages' };
  }

  createPayload(prompt: string, { maxTokens, system }: PayloadOptions): JsonObject {
    const payload = { messages: [{ role: 'user', content: prompt }], max_tokens: maxTokens };
    return system === undefined ? payload : { ...payload, system };
  }

  /** A non-streaming endpoint drops a payload's `stream: true`: its answer could not be read. */
  prepare(payload: JsonObject): JsonObject {
    if (this.stream) return { ...payload, model: this.modelId, stream: true };
    const { stream: _, ...rest } = payload;
    return { ...rest, model: this.modelId };
  }

  inputText(payload: JsonObject): string {
    return listOf(payload['messages'])
      .flatMap(message => messageTexts(at(message, 'content')))
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
    readSseAnswer(http, new MessagesStreamReader(emit, body => streamError(body)));
  }

  readBody(body: unknown, _http: HttpExchange, stamp: number, emit: Emit): void {
    if (at(body, 'type') === 'error') emit({ type: 'error', at: stamp, error: streamError(body) });
    else readMessageBody(body, stamp, emit);
  }

  refusal(status: number, headers: ReadonlyMap<string, string>, text: string): ProviderError {
    let json: object | undefined;
    try {
      json = JSON.parse(text) as object;
    } catch {
      // Not JSON: the SDK then quotes the text.
    }
    const error = APIError.generate(status, json, json ? undefined : text, new Headers([...headers]));
    return {
      message: error.message,
      reason: reasonOfStatus(status),
      status,
      requestId: headers.get(this.requestIdHeader) ?? null,
      retryAfter: null,
    };
  }

  #client(fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>): Anthropic {
    const { baseUrl, headers } = this.#config;
    const { apiKey } = this.#secrets;
    // Without a key no authentication goes out, which is what keyless local servers expect.
    const keyless = { 'X-Api-Key': null, Authorization: null };
    const client = new Anthropic({
      apiKey: apiKey ?? 'none',
      authToken: null,
      baseURL: baseUrl ?? 'https://api.anthropic.com',
      maxRetries: 0,
      timeout: 3_600_000,
      fetch,
      logLevel: 'off',
    });
    // The vendor takes a bearer since its API version 2026-10-21; many servers know only what was before.
    const keyed = baseUrl === undefined ? {} : { 'X-Api-Key': apiKey ?? null };
    return onlyHeaders(client, { ...(apiKey === undefined ? keyless : keyed), ...headers });
  }
}

/** `{type: "error", error: {type, message}}` inside a 200 answer. */
function streamError(body: unknown): ProviderError {
  const status = statusOfType[asText(at(body, 'error', 'type')) ?? ''] ?? null;
  return {
    message: asText(at(body, 'error', 'message')) ?? JSON.stringify(body),
    reason: status === null ? 'provider' : reasonOfStatus(status),
    status,
    requestId: asText(at(body, 'request_id')) ?? null,
    retryAfter: null,
  };
}
