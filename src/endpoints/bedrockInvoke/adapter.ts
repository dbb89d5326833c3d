import { InvokeModelCommand, InvokeModelWithResponseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import type { JsonObject } from '../../core/base/jsonValue.ts';
import { BedrockDialect } from '../aws/bedrockDialect.ts';
import { BedrockRuntime } from '../aws/bedrockRuntime.ts';
import { readAwsAnswer } from '../aws/eventStream.ts';
import type { EndpointSecrets, PayloadOptions } from '../contract/endpoint.ts';
import { identityKeys } from '../contract/identity.ts';
import type { Emit, HttpDialect } from '../http/httpDialect.ts';
import { refuseRawBytes } from '../shared/rawBytes.ts';
import type { HttpExchange } from '../transport/httpExchange.ts';
import type { HttpTransport, PlainRequest } from '../transport/httpTransport.ts';
import type { BedrockInvokeConfig } from './config.ts';
import { InvokeExtractor } from './extractor.ts';
import { invokePayload } from './payload.ts';
import { InvokeStreamReader, invokeEnd, readInvokeBody } from './reader.ts';

/** Amazon Bedrock InvokeModel and InvokeModelWithResponseStream (llmeter-format 1.2). */
export class BedrockInvokeDialect extends BedrockDialect<BedrockInvokeConfig> implements HttpDialect {
  readonly #extractor: InvokeExtractor;

  private constructor(config: BedrockInvokeConfig, extractor: InvokeExtractor, runtime: BedrockRuntime) {
    super(config, runtime);
    this.#extractor = extractor;
  }

  /** Throws UserError for an invalid JMESPath, and if there is no region or there are no credentials. */
  static async open(config: BedrockInvokeConfig, secrets: EndpointSecrets, transport?: HttpTransport) {
    const extractor = new InvokeExtractor(config);
    return new BedrockInvokeDialect(config, extractor, await BedrockRuntime.open(config, secrets, transport));
  }

  toDict(): JsonObject {
    return {
      ...identityKeys(this.identity),
      ...this.#extractor.toDict(),
      region: this.runtime.region,
      endpoint_type: this.identity.stream ? 'BedrockInvokeStream' : 'BedrockInvoke',
    };
  }

  createPayload(prompt: string, options: PayloadOptions): JsonObject {
    return invokePayload(this.identity.kind, this.identity.modelId, prompt, options);
  }

  prepare(payload: JsonObject): JsonObject {
    return payload;
  }

  inputText(payload: JsonObject): string | null {
    return this.#extractor.inputText(payload);
  }

  async request(prepared: JsonObject): Promise<PlainRequest> {
    refuseRawBytes(this.identity.kind, prepared);
    const input = {
      modelId: this.identity.modelId,
      accept: 'application/json',
      contentType: 'application/json',
      body: JSON.stringify(prepared),
    };
    return this.runtime.request(client =>
      this.identity.stream
        ? client.send(new InvokeModelWithResponseStreamCommand(input))
        : client.send(new InvokeModelCommand(input)),
    );
  }

  readonly streamEnd = invokeEnd;

  /** What arrived before a failure is read as well, including the id and the counts. */
  readStream(http: HttpExchange, emit: Emit): boolean {
    const reader = new InvokeStreamReader(emit, this.#extractor, this.identity.modelId);
    try {
      return readAwsAnswer(http, reader);
    } finally {
      reader.finish(http.wire.endedAt);
      const id = http.headers.get(this.requestIdHeader);
      if (id !== undefined) emit({ type: 'id', at: http.wire.endedAt, id });
    }
  }

  readBody(body: unknown, http: HttpExchange, stamp: number, emit: Emit): void {
    readInvokeBody(body, stamp, emit, this.#extractor, http.headers);
  }
}
