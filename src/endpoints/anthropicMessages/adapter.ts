import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { ProviderError } from '../../core/request/wireEvents.ts';
import { isAwsEventStream, readAwsAnswer } from '../aws/eventStream.ts';
import type { EndpointSecrets, PayloadOptions } from '../contract/endpoint.ts';
import { ConfiguredDialect } from '../http/configuredDialect.ts';
import type { Emit, HttpDialect } from '../http/httpDialect.ts';
import { errorIn } from '../http/serverError.ts';
import { promptText } from '../shared/messageTexts.ts';
import type { HttpExchange } from '../transport/httpExchange.ts';
import type { HttpTransport } from '../transport/httpTransport.ts';
import { readSseAnswer } from '../transport/sse.ts';
import type { StreamEndTest } from '../transport/streamEnd.ts';
import type { AnthropicMessagesConfig } from './config.ts';
import { messagesRefusal, streamError } from './errors.ts';
import type { MessagesServer } from './messagesServer.ts';
import { messagesPayload } from './payload.ts';
import { FramedMessages, messagesEnd, readMessageBody, SseMessages } from './reader.ts';
import { openServer } from './server.ts';

/** Anthropic Messages (llmeter-format 1.7). */
export class AnthropicMessagesDialect
  extends ConfiguredDialect<AnthropicMessagesConfig>
  implements HttpDialect
{
  readonly reusable: boolean;
  readonly requestIdHeader: string;
  readonly streamEnd: StreamEndTest = messagesEnd;
  readonly #server: MessagesServer;

  private constructor(config: AnthropicMessagesConfig, server: MessagesServer) {
    super(config, 'anthropic-messages');
    this.#server = server;
    this.reusable = server.reusable;
    this.requestIdHeader = server.requestIdHeader;
  }

  /** Throws UserError if the endpoint is on AWS and there is no region or there are no credentials. */
  static async open(config: AnthropicMessagesConfig, secrets: EndpointSecrets, transport?: HttpTransport) {
    return new AnthropicMessagesDialect(config, await openServer(config, secrets, transport));
  }

  toDict(): JsonObject {
    const region = { aws_region: this.#server.awsRegion };
    return this.dictOf('AnthropicMessages', 'AnthropicMessagesStream', region);
  }

  createPayload(prompt: string, options: PayloadOptions): JsonObject {
    return messagesPayload(this.identity.kind, prompt, options);
  }

  /** A non-streaming endpoint removes `stream: true` from payloads: it could not read the answer. */
  prepare(payload: JsonObject): JsonObject {
    if (this.identity.stream) return { ...payload, model: this.identity.modelId, stream: true };
    const { stream: _, ...rest } = payload;
    return { ...rest, model: this.identity.modelId };
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
    return this.#server.modelIds(body);
  }

  readStream(http: HttpExchange, emit: Emit): boolean {
    const { modelId } = this.identity;
    return isAwsEventStream(http)
      ? readAwsAnswer(http, new FramedMessages(emit, modelId))
      : readSseAnswer(http, new SseMessages(emit, modelId));
  }

  readBody(body: unknown, _http: HttpExchange, stamp: number, emit: Emit): void {
    if (errorIn(body) !== null) emit({ type: 'error', at: stamp, error: streamError(body) });
    else readMessageBody(body, stamp, emit);
  }

  refusal(status: number, headers: ReadonlyMap<string, string>, text: string): ProviderError {
    return messagesRefusal(status, headers, text, this.requestIdHeader);
  }
}
