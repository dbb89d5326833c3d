import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import { writeJsonLine } from '../../core/base/write.ts';
import type { EndpointSecrets, PayloadOptions } from '../contract/endpoint.ts';
import { type EndpointIdentity, identityKeys } from '../contract/identity.ts';
import type { Emit, HttpDialect } from '../http/httpDialect.ts';
import { OpenAIChatDialect } from '../openaiChat/adapter.ts';
import { chatMessages } from '../openaiChat/payload.ts';
import { chatEnd } from '../openaiChat/reader.ts';
import type { HttpExchange } from '../transport/httpExchange.ts';
import { type LiteLLMConfig, litellmBaseUrl } from './config.ts';
import { litellmThinking } from './thinking.ts';

/**
 * A LiteLLM proxy. In files it has the names of LLMeter's LiteLLM classes (llmeter-format 1.6). On the wire
 * it is Chat Completions, which also reports the cached and reasoning tokens that LLMeter leaves out.
 */
export class LiteLLMDialect implements HttpDialect {
  readonly identity: EndpointIdentity;
  readonly reusable = true;
  readonly requestIdHeader = 'x-litellm-call-id';
  readonly streamEnd = chatEnd;
  readonly #model: string;
  readonly #chat: OpenAIChatDialect;

  constructor(config: LiteLLMConfig, secrets: EndpointSecrets) {
    const { modelId, ...shared } = config;
    const [, provider = config.provider, model = config.model] = /^([^/]+)\/(.+)$/.exec(config.model) ?? [];
    this.identity = {
      kind: config.kind,
      modelId: modelId ?? model,
      provider,
      endpointName: model,
      stream: config.stream,
      visibleTokensOnly: true,
    };
    this.#model = config.model;
    const baseUrl = config.baseUrl ?? litellmBaseUrl;
    this.#chat = new OpenAIChatDialect({ ...shared, kind: 'openai-chat', baseUrl }, secrets);
  }

  toDict(): JsonObject {
    return {
      litellm_model: this.#model,
      ...identityKeys(this.identity),
      endpoint_type: this.identity.stream ? 'LiteLLMStreaming' : 'LiteLLM',
    };
  }

  /** The system message comes last, as in LLMeter. */
  createPayload(prompt: string, options: PayloadOptions): JsonObject {
    const { system, user } = chatMessages(this.identity.kind, prompt, options, 'anthropic');
    return {
      messages: [...user, ...system],
      max_tokens: options.maxTokens,
      ...litellmThinking(this.identity.kind, options.thinking),
    };
  }

  prepare(payload: JsonObject): JsonObject {
    const forced = { ...payload, model: this.#model, stream: this.identity.stream };
    if (!this.identity.stream) return forced;
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

  readStream(http: HttpExchange, emit: Emit): boolean {
    return this.#chat.readStream(http, emit);
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
