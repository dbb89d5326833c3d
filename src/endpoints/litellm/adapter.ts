import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import { writeJsonLine } from '../../core/base/write.ts';
import type { EndpointSecrets, PayloadOptions } from '../contract/endpoint.ts';
import type { Emit, HttpDialect } from '../http/httpDialect.ts';
import { OpenAIChatDialect } from '../openaiChat/adapter.ts';
import { chatMessages } from '../openaiChat/payload.ts';
import type { HttpExchange } from '../transport/httpExchange.ts';
import { type LiteLLMConfig, litellmBaseUrl } from './config.ts';
import { litellmThinking } from './thinking.ts';

/**
 * A LiteLLM proxy, under the names that LLMeter's LiteLLM classes have in files (llmeter-format 1.6). On the wire
 * it is Chat Completions, so that cached and reasoning tokens, which LLMeter leaves out, are kept.
 */
export class LiteLLMDialect implements HttpDialect {
  readonly kind = 'litellm';
  readonly visibleTokensOnly = true;
  readonly reusable = true;
  readonly requestIdHeader = 'x-litellm-call-id';
  readonly provider: string;
  readonly endpointName: string;
  readonly modelId: string;
  readonly #model: string;
  readonly #chat: OpenAIChatDialect;

  constructor(config: LiteLLMConfig, secrets: EndpointSecrets) {
    const { modelId, ...shared } = config;
    const [, provider, model] = /^([^/]+)\/(.+)$/.exec(config.model) ?? [];
    this.provider = provider ?? config.provider;
    this.endpointName = model ?? config.model;
    this.modelId = modelId ?? this.endpointName;
    this.#model = config.model;
    const baseUrl = config.baseUrl ?? litellmBaseUrl;
    this.#chat = new OpenAIChatDialect({ ...shared, kind: 'openai-chat', baseUrl }, secrets);
  }

  get stream() {
    return this.#chat.stream;
  }

  toDict(): JsonObject {
    return {
      litellm_model: this.#model,
      endpoint_name: this.endpointName,
      model_id: this.modelId,
      provider: this.provider,
      endpoint_type: this.stream ? 'LiteLLMStreaming' : 'LiteLLM',
    };
  }

  /** The system message comes last, as LLMeter puts it. */
  createPayload(prompt: string, options: PayloadOptions): JsonObject {
    const { system, user } = chatMessages(this.kind, prompt, options, 'anthropic');
    return {
      messages: [...user, ...system],
      max_tokens: options.maxTokens,
      ...litellmThinking(this.kind, options.thinking),
    };
  }

  prepare(payload: JsonObject): JsonObject {
    const forced = { ...payload, model: this.#model, stream: this.stream };
    if (!this.stream) return forced;
    const { stream_options: options } = payload;
    return { ...forced, stream_options: { ...(isJsonObject(options) && options), include_usage: true } };
  }

  inputText(payload: JsonObject): string {
    return writeJsonLine(payload['messages'] ?? null);
  }

  request(prepared: JsonObject) {
    return this.#chat.request(prepared);
  }

  modelsRequest() {
    return this.#chat.modelsRequest();
  }

  modelIds(body: unknown): string[] {
    return this.#chat.modelIds(body);
  }

  readStream(http: HttpExchange, emit: Emit): void {
    this.#chat.readStream(http, emit);
  }

  readBody(body: unknown, http: HttpExchange, at: number, emit: Emit): void {
    this.#chat.readBody(body, http, at, emit);
  }

  refusal(status: number, headers: ReadonlyMap<string, string>, text: string) {
    return {
      ...this.#chat.refusal(status, headers, text),
      requestId: headers.get(this.requestIdHeader) ?? null,
    };
  }
}
