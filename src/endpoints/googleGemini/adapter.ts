import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { ProviderError } from '../../core/request/wireEvents.ts';
import type { EndpointSecrets, PayloadOptions } from '../contract/endpoint.ts';
import { ConfiguredDialect } from '../http/configuredDialect.ts';
import type { Emit, HttpDialect } from '../http/httpDialect.ts';
import { asText, at, listOf } from '../http/jsonAccess.ts';
import type { HttpExchange } from '../transport/httpExchange.ts';
import type { PlainRequest } from '../transport/httpTransport.ts';
import { readSseAnswer } from '../transport/sse.ts';
import type { StreamEndTest } from '../transport/streamEnd.ts';
import { type GoogleGeminiConfig, googleGeminiBaseUrl } from './config.ts';
import { geminiRefusal } from './errors.ts';
import { geminiPayload } from './payload.ts';
import { GeminiReader, geminiEnd, readGeminiBody } from './reader.ts';

/** Google Gemini's generateContent and streamGenerateContent; LLMeter has no class for it. */
export class GoogleGeminiDialect extends ConfiguredDialect<GoogleGeminiConfig> implements HttpDialect {
  readonly reusable = true;
  readonly requestIdHeader = 'x-goog-request-id';
  readonly streamEnd: StreamEndTest = geminiEnd;
  readonly #secrets: EndpointSecrets;

  constructor(config: GoogleGeminiConfig, secrets: EndpointSecrets) {
    super(config, 'google-gemini');
    this.#secrets = secrets;
  }

  toDict(): JsonObject {
    return this.dictOf('GoogleGemini', 'GoogleGeminiStream');
  }

  createPayload(prompt: string, options: PayloadOptions): JsonObject {
    return geminiPayload(this.identity.kind, prompt, options);
  }

  /** Model and streaming are part of the address. */
  prepare(payload: JsonObject): JsonObject {
    return payload;
  }

  inputText(payload: JsonObject): string {
    return listOf(payload['contents'])
      .flatMap(content => listOf(at(content, 'parts')).flatMap(part => asText(at(part, 'text')) ?? []))
      .join('\n');
  }

  async request(prepared: JsonObject): Promise<PlainRequest> {
    const [method, query] = this.identity.stream
      ? ['streamGenerateContent', { alt: 'sse' }]
      : ['generateContent', {}];
    const path = `${modelPath(this.identity.modelId)}:${method}`;
    return this.#request('POST', path, query, JSON.stringify(prepared));
  }

  async modelsRequest(): Promise<PlainRequest> {
    return this.#request('GET', 'models', { pageSize: '1000' }, '');
  }

  modelIds(body: unknown): string[] {
    return listOf(at(body, 'models')).flatMap(model => {
      const methods = at(model, 'supportedGenerationMethods');
      const generates = methods === undefined || listOf(methods).includes('generateContent');
      const name = asText(at(model, 'name'));
      return generates && name !== undefined ? [name.replace(/^models\//, '')] : [];
    });
  }

  readStream(http: HttpExchange, emit: Emit): boolean {
    const reader = new GeminiReader(emit);
    const over = readSseAnswer(http, reader);
    reader.endOfStream(http);
    return over;
  }

  readBody(body: unknown, _http: HttpExchange, stamp: number, emit: Emit): void {
    readGeminiBody(body, stamp, emit);
  }

  refusal(status: number, _headers: ReadonlyMap<string, string>, text: string): ProviderError {
    return geminiRefusal(status, text);
  }

  #request(method: string, path: string, query: Record<string, string>, body: string): PlainRequest {
    const { baseUrl = googleGeminiBaseUrl, headers } = this.config;
    const { apiKey } = this.#secrets;
    const own = {
      'content-type': 'application/json',
      ...(apiKey !== undefined && { 'x-goog-api-key': apiKey }),
    };
    const given = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
    const url = new URL(baseUrl);
    url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path}`;
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return {
      method,
      url: url.href,
      headers: Object.entries({ ...own, ...Object.fromEntries(given) }),
      body,
    };
  }
}

/** `models/gemini-...`; the ids of tuned models already name their collection. */
function modelPath(model: string): string {
  const name = model.includes('/') ? model : `models/${model}`;
  return name.split('/').map(encodeURIComponent).join('/');
}
