import {
  ConverseCommand,
  type ConverseCommandInput,
  ConverseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { UserError } from '../../core/base/errors.ts';
import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import { BedrockDialect } from '../aws/bedrockDialect.ts';
import { BedrockRuntime } from '../aws/bedrockRuntime.ts';
import { readAwsAnswer } from '../aws/eventStream.ts';
import type { EndpointSecrets, PayloadOptions } from '../contract/endpoint.ts';
import type { Emit, HttpDialect } from '../http/httpDialect.ts';
import { asText, at } from '../http/jsonAccess.ts';
import type { HttpExchange } from '../transport/httpExchange.ts';
import type { HttpTransport, PlainRequest } from '../transport/httpTransport.ts';
import type { BedrockConverseConfig } from './config.ts';
import { conversePayload } from './payload.ts';
import { ConverseStreamReader, converseEnd, readConverseBody } from './reader.ts';
import { summarisesReasoning } from './thinking.ts';

/** Amazon Bedrock Converse and ConverseStream (llmeter-format 1.1). */
export class BedrockConverseDialect extends BedrockDialect<BedrockConverseConfig> implements HttpDialect {
  /** Members of payloads that are known to exist in the API. */
  readonly #known = new Set<string>(['modelId']);

  /** Throws UserError if there is no region or there are no credentials. */
  static async open(config: BedrockConverseConfig, secrets: EndpointSecrets, transport?: HttpTransport) {
    return new BedrockConverseDialect(config, await BedrockRuntime.open(config, secrets, transport));
  }

  toDict(): JsonObject {
    return this.dictOf('BedrockConverse', 'BedrockConverseStream', { region: this.runtime.region });
  }

  createPayload(prompt: string, options: PayloadOptions): JsonObject {
    return conversePayload(this.identity.kind, this.identity.modelId, prompt, options);
  }

  prepare(payload: JsonObject): JsonObject {
    const inferenceConfig = payload['inferenceConfig'] ?? (this.config.inferenceConfig as JsonObject) ?? {};
    return { ...payload, inferenceConfig, modelId: this.identity.modelId };
  }

  /** All texts of all messages, without empty ones; "" for a payload in another form. */
  inputText(payload: JsonObject): string {
    const messages = payload['messages'];
    if (!Array.isArray(messages)) return '';
    const blocks = messages.flatMap(message => at(message, 'content'));
    if (!blocks.every(isJsonObject)) return '';
    return blocks
      .flatMap(({ text }) => text ?? [])
      .filter(text => asText(text))
      .join('\n');
  }

  async request(prepared: JsonObject): Promise<PlainRequest> {
    const input = prepared as unknown as ConverseCommandInput;
    const request = await this.runtime.request(client =>
      this.identity.stream
        ? client.send(new ConverseStreamCommand(input))
        : client.send(new ConverseCommand(input)),
    );
    this.#checkMembers(prepared, request);
    return request;
  }

  readonly streamEnd = converseEnd;

  readStream(http: HttpExchange, emit: Emit): boolean {
    this.#emitId(http, emit);
    return readAwsAnswer(http, new ConverseStreamReader(emit, summarisesReasoning(this.identity.modelId)));
  }

  readBody(body: unknown, http: HttpExchange, stamp: number, emit: Emit): void {
    this.#emitId(http, emit);
    readConverseBody(body, stamp, emit);
  }

  /** In LLMeter, the id of a Converse answer is the id of its request. */
  #emitId(http: HttpExchange, emit: Emit): void {
    const id = http.headers.get(this.requestIdHeader);
    if (id) emit({ type: 'id', at: http.wire.endedAt, id });
  }

  /** The SDK drops members that it does not know, so that the record would differ from what was sent. */
  #checkMembers(prepared: JsonObject, { body }: PlainRequest): void {
    const names = Object.keys(prepared).filter(name => !this.#known.has(name) && prepared[name] !== null);
    if (names.length === 0) return;
    const sent: unknown = JSON.parse(Buffer.from(body).toString());
    for (const name of names) {
      if (at(sent, name) === undefined) {
        throw new UserError(
          `Bedrock Converse has no parameter "${name}": remove it, or put a parameter of the model into "additionalModelRequestFields".`,
        );
      }
      this.#known.add(name);
    }
  }
}
