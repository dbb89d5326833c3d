import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { messageOf, UserError } from '../../core/base/errors.ts';
import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import type { EndpointSecrets } from '../contract/endpoint.ts';
import { bodyText } from '../http/contentEncoding.ts';
import type { HttpExchange } from '../transport/httpExchange.ts';
import { HttpTransport, type TransportOptions } from '../transport/httpTransport.ts';
import { type AwsConfig, configuredRegion, isRegionName } from './awsConfig.ts';
import { awsRefusal } from './awsErrors.ts';
import { jsonRequest } from './jsonRequest.ts';

const timeout = 30_000;

/** Services by signing name: their host, and the environment variable that overrides it in all AWS tools. */
const services = {
  pricing: { host: 'api.pricing', variable: 'AWS_ENDPOINT_URL_PRICING' },
  sagemaker: { host: 'api.sagemaker', variable: 'AWS_ENDPOINT_URL_SAGEMAKER' },
} as const;

/** Calls AWS APIs that use JSON 1.1. Answers are objects. */
export class AwsJson {
  readonly #config: AwsConfig;
  readonly #keys: EndpointSecrets['aws'];
  readonly #environment: TransportOptions['environment'];
  readonly #transport: HttpTransport;

  /** Region and profile of `config` apply to all calls. Without `keys` the AWS credential chain applies. */
  constructor(config: AwsConfig, keys: EndpointSecrets['aws'], options: TransportOptions) {
    this.#config = config;
    this.#keys = keys;
    this.#environment = options.environment;
    this.#transport = new HttpTransport(options);
  }

  /** The region of the configuration, else of the environment. Throws UserError if there is none. */
  async region(): Promise<string> {
    const environment = this.#environment;
    const found =
      configuredRegion(this.#config) ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'];
    if (found) return found;
    throw new UserError(
      'Prices cannot be looked up without an AWS region: set "region" in "cost.sagemaker", or AWS_REGION.',
    );
  }

  /** One call. Throws UserError with AWS's own message. */
  async call(
    service: keyof typeof services,
    region: string,
    target: string,
    body: JsonObject,
  ): Promise<JsonObject> {
    if (!isRegionName(region)) {
      throw new UserError(
        `"${region}" is not an AWS region: set "region" in "cost" to a name such as us-east-1.`,
      );
    }
    const environment = this.#environment;
    const { host, variable } = services[service];
    const named = environment[variable] ?? environment['AWS_ENDPOINT_URL'];
    const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    const url = new URL(named ?? `https://${host}.${region}.${domain}/`);
    const credentials = this.#credentials();
    const request = await jsonRequest({ service, region, url, target, body, credentials }).catch(
      (error: unknown) => {
        throw new UserError(
          `Prices cannot be looked up without AWS credentials (${messageOf(error)}): sign in with your AWS tools, set "profile", or give the prices in "cost".`,
        );
      },
    );
    const encoded = this.#transport.encode(request);
    const http = await new Promise<HttpExchange>(resolve => this.#transport.send(encoded, timeout, resolve));
    return answerOf(http, target, url);
  }

  close(): void {
    this.#transport.close();
  }

  #credentials() {
    const keys = this.#keys;
    if (keys) return async () => ({ ...keys });
    const { profile } = this.#config;
    return fromNodeProviderChain(profile === undefined ? {} : { profile });
  }
}

function answerOf(http: HttpExchange, target: string, url: URL): JsonObject {
  const name = target.split('.').at(-1) ?? target;
  if (http.failure) {
    throw new UserError(
      `AWS did not answer ${name} at ${url.host}: ${http.failure.message} To avoid the lookup, give the prices in "cost".`,
    );
  }
  const text = bodyText(http);
  if (http.wire.status !== 200) {
    const { message } = awsRefusal('AWS', http.wire.status ?? 0, http.headers, text);
    throw new UserError(`${name} was refused: ${message.replace(/\.?$/, '.')} ${adviceFor(name)}`);
  }
  const json: unknown = JSON.parse(text);
  if (isJsonObject(json)) return json;
  throw new UserError(`AWS answered ${name} with something other than a JSON object.`);
}

function adviceFor(name: string): string {
  return name === 'GetProducts'
    ? 'Give your AWS user the permission pricing:GetProducts, or set "price_per_hour" and "price_per_gb_hour".'
    : `Check "cost.sagemaker", and that your AWS user has the permission sagemaker:${name}.`;
}
