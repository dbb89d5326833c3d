import type OpenAI from 'openai';
import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { EndpointSecrets } from '../contract/endpoint.ts';
import { captureRequest, type Fetch, RequestTemplate } from '../http/captureRequest.ts';
import type { PlainRequest } from '../transport/httpTransport.ts';
import { makeOpenAIClient, type OpenAIAddress } from './openaiClient.ts';
import type { AwsAccess } from './openaiOnAws.ts';

/** A server with one of OpenAI's APIs. Builds requests with the official SDK. */
export class OpenAIServer {
  /** A request with a bearer token, or none, stays valid; a signature expires. */
  readonly reusable: boolean;
  readonly #address: OpenAIAddress;
  readonly #secrets: EndpointSecrets;
  readonly #template: RequestTemplate;
  readonly #sign: AwsAccess['sign'];

  /** `create` calls the SDK with a body. `access`: where the endpoint is on AWS, if it is there. */
  constructor(
    address: OpenAIAddress,
    secrets: EndpointSecrets,
    create: (client: OpenAI, body: object) => { asResponse(): Promise<Response> },
    access: AwsAccess | null,
  ) {
    this.#address = { ...address, ...(access && { baseUrl: access.baseUrl }) };
    this.#sign = access?.sign ?? null;
    this.reusable = this.#sign === null;
    this.#secrets = secrets;
    this.#template = new RequestTemplate(body =>
      captureRequest(fetch => create(this.#client(fetch), body).asResponse()),
    );
  }

  async request(prepared: JsonObject) {
    return this.#signed(await this.#template.request(prepared));
  }

  async modelsRequest() {
    return this.#signed(await captureRequest(fetch => this.#client(fetch).models.list().asResponse()));
  }

  #signed(request: PlainRequest): PlainRequest | Promise<PlainRequest> {
    return this.#sign === null ? request : this.#sign(request);
  }

  #client(fetch: Fetch): OpenAI {
    return makeOpenAIClient(this.#address, this.#secrets.apiKey, fetch);
  }
}
