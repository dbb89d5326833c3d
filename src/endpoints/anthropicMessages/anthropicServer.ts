import Anthropic from '@anthropic-ai/sdk';
import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { EndpointSecrets } from '../contract/endpoint.ts';
import { captureRequest, type Fetch, RequestTemplate } from '../http/captureRequest.ts';
import { withoutEnvironmentHeaders } from '../http/sdkEnvironment.ts';
import { listedIds } from '../shared/modelIds.ts';
import type { AnthropicMessagesConfig } from './config.ts';
import type { MessagesServer } from './messagesServer.ts';

export type MessageParams = Parameters<Anthropic['messages']['create']>[0];

/** Options of every client. It sends nothing itself, so it needs no retries and no short timeout. */
export const clientOptions = { maxRetries: 0, timeout: 3_600_000, logLevel: 'off' } as const;

/** Anthropic itself, or a server that is addressed in the same way. */
export class AnthropicServer implements MessagesServer {
  readonly awsRegion = null;
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

  request(prepared: JsonObject) {
    return this.#template.request(prepared);
  }

  modelsRequest() {
    // Foundry has no list of models.
    if (this.#config.provider === 'foundry') return null;
    return captureRequest(fetch => this.#client(fetch).models.list().asResponse());
  }

  modelIds(body: unknown): string[] {
    return listedIds(body);
  }

  /** Foundry takes a key or a token of Microsoft Entra, which is a JWT, and not both at once. */
  #keyHeaders(key: string | null): Record<string, string | null> {
    if (this.#config.provider !== 'foundry') return { 'X-Api-Key': key };
    return key !== null && /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(key)
      ? { Authorization: `Bearer ${key}` }
      : { 'X-Api-Key': key, Authorization: null };
  }

  #client(fetch: Fetch): Anthropic {
    const { baseUrl, headers } = this.#config;
    const url = new URL(baseUrl ?? 'https://api.anthropic.com');
    const defaultQuery = Object.fromEntries(url.searchParams);
    url.search = '';
    const { apiKey } = this.#secrets;
    // Without a key no authentication is sent, as local servers without keys expect.
    const keyless = { 'X-Api-Key': null, Authorization: null };
    // Since its API version 2026-10-21 Anthropic takes a bearer token; many servers know only the older header.
    const keyed = baseUrl === undefined ? {} : this.#keyHeaders(apiKey ?? null);
    return withoutEnvironmentHeaders(
      () =>
        new Anthropic({
          ...clientOptions,
          apiKey: apiKey ?? 'none',
          authToken: null,
          baseURL: url.href,
          defaultQuery,
          defaultHeaders: { ...(apiKey === undefined ? keyless : keyed), ...headers },
          fetch,
        }),
    );
  }
}
