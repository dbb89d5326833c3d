import type OpenAI from 'openai';
import type { JsonObject } from '../core/jsonValue.ts';
import { captureRequest, type Fetch, RequestTemplate } from './captureRequest.ts';
import type { EndpointSecrets } from './endpoint.ts';
import { makeOpenAIClient, type OpenAIAddress } from './openaiClient.ts';

/** A server that speaks one of OpenAI's APIs: requests as the official SDK makes them. */
export class OpenAIServer {
  readonly #address: OpenAIAddress;
  readonly #secrets: EndpointSecrets;
  readonly #template: RequestTemplate;

  /** `create` asks the SDK for an answer to a body. */
  constructor(
    address: OpenAIAddress,
    secrets: EndpointSecrets,
    create: (client: OpenAI, body: object) => { asResponse(): Promise<Response> },
  ) {
    this.#address = address;
    this.#secrets = secrets;
    this.#template = new RequestTemplate(body =>
      captureRequest(fetch => create(this.#client(fetch), body).asResponse()),
    );
  }

  request(prepared: JsonObject) {
    return this.#template.request(prepared);
  }

  modelsRequest() {
    return captureRequest(fetch => this.#client(fetch).models.list().asResponse());
  }

  #client(fetch: Fetch): OpenAI {
    return makeOpenAIClient(this.#address, this.#secrets.apiKey, fetch);
  }
}
