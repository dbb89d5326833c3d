import type OpenAI from 'openai';
import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { ProviderError } from '../../core/request/wireEvents.ts';
import type { EndpointSecrets, PayloadOptions } from '../contract/endpoint.ts';
import { identityKeys } from '../contract/identity.ts';
import { ConfiguredDialect } from '../http/configuredDialect.ts';
import type { Emit, HttpDialect } from '../http/httpDialect.ts';
import { cacheKey } from '../openai/cachePoints.ts';
import { openaiRefusal, openaiRequestIdHeader } from '../openai/openaiClient.ts';
import { type AwsAccess, awsAccess } from '../openai/openaiOnAws.ts';
import { OpenAIServer } from '../openai/openaiServer.ts';
import { promptText } from '../shared/messageTexts.ts';
import { listedIds } from '../shared/modelIds.ts';
import { presetOf, serverOf } from '../shared/servers.ts';
import type { HttpExchange } from '../transport/httpExchange.ts';
import type { HttpTransport } from '../transport/httpTransport.ts';
import { readSseAnswer } from '../transport/sse.ts';
import type { StreamEndTest } from '../transport/streamEnd.ts';
import { type OpenAIChatConfig, openaiChatKind } from './config.ts';
import { chatMessages } from './payload.ts';
import { ChatStreamReader, chatEnd, readChatBody } from './reader.ts';
import { chatThinking } from './thinking.ts';
import { tokenLimitOf } from './tokenLimit.ts';

type ChatParams = Parameters<OpenAI['chat']['completions']['create']>[0];

/** OpenAI Chat Completions, at OpenAI and every compatible server (llmeter-format 1.3). */
export class OpenAIChatDialect extends ConfiguredDialect<OpenAIChatConfig> implements HttpDialect {
  readonly reusable: boolean;
  readonly requestIdHeader = openaiRequestIdHeader;
  readonly streamEnd: StreamEndTest = chatEnd;
  readonly #server: OpenAIServer;

  /** `access`: where the endpoint is on AWS, if it is there. */
  constructor(config: OpenAIChatConfig, secrets: EndpointSecrets, access: AwsAccess | null = null) {
    super(config, 'openai');
    this.#server = new OpenAIServer(
      config,
      secrets,
      (client, body) => client.chat.completions.create(body as ChatParams),
      access,
    );
    this.reusable = this.#server.reusable;
  }

  /** Throws UserError if the endpoint is on AWS and there is no region or there are no credentials. */
  static async open(config: OpenAIChatConfig, secrets: EndpointSecrets, transport?: HttpTransport) {
    return new OpenAIChatDialect(
      config,
      secrets,
      await awsAccess(openaiChatKind, config, secrets, transport),
    );
  }

  toDict(): JsonObject {
    return {
      ...identityKeys(this.identity),
      endpoint_type: this.identity.stream ? 'OpenAICompletionStreamEndpoint' : 'OpenAICompletionEndpoint',
    };
  }

  createPayload(prompt: string, options: PayloadOptions): JsonObject {
    const { thinking: form, caching } = serverOf(openaiChatKind, this.config)?.quirks ?? {};
    const { system, user } = chatMessages(this.identity.kind, prompt, options, caching);
    return {
      messages: [...system, ...user],
      [tokenLimitOf(this.config)]: options.maxTokens,
      ...chatThinking(this.identity.kind, options.thinking, form),
      ...cacheKey(options.cachePoint),
    };
  }

  prepare(payload: JsonObject): JsonObject {
    const forced = { ...payload, model: this.identity.modelId, stream: this.identity.stream };
    // By address only: a server that rejects the question says so; one that is not asked reports no usage.
    const asked = this.config.askUsage ?? !presetOf(openaiChatKind, this.config)?.quirks?.unaskedUsage;
    if (!this.identity.stream || !asked) return forced;
    const options = payload['stream_options'];
    const absent = options === undefined || options === null || Object.keys(options).length === 0;
    return absent ? { ...forced, stream_options: { include_usage: true } } : forced;
  }

  inputText(payload: JsonObject): string {
    return promptText(payload['messages']);
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
    return readSseAnswer(http, new ChatStreamReader(emit, this.identity.modelId));
  }

  readBody(body: unknown, _http: HttpExchange, stamp: number, emit: Emit): void {
    readChatBody(body, stamp, emit);
  }

  refusal(status: number, headers: ReadonlyMap<string, string>, text: string): ProviderError {
    return openaiRefusal(status, headers, text);
  }
}
