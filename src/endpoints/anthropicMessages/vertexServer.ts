import { UserError } from '../../core/base/errors.ts';
import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { EndpointSecrets } from '../contract/endpoint.ts';
import { AccessTokens } from '../google/accessTokens.ts';
import type { HttpTransport, PlainRequest } from '../transport/httpTransport.ts';
import type { AnthropicMessagesConfig } from './config.ts';
import type { MessagesServer } from './messagesServer.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const version = 'vertex-2023-10-16';

/** Claude on Google Cloud: the model is in the address and the version in the body. */
export class VertexServer implements MessagesServer {
  readonly awsRegion = null;
  /** The token expires during long runs, so every request gets the one of its time. */
  readonly reusable = false;
  readonly requestIdHeader = 'request-id';
  readonly #config: AnthropicMessagesConfig;
  readonly #place: string;
  readonly #token: () => Promise<string | null>;

  private constructor(config: AnthropicMessagesConfig, place: string, token: () => Promise<string | null>) {
    this.#config = config;
    this.#place = place;
    this.#token = token;
  }

  /** Throws UserError without a region or a project. */
  static async open(
    config: AnthropicMessagesConfig,
    { apiKey }: EndpointSecrets,
    transport: HttpTransport,
    environment: Environment = process.env,
  ): Promise<VertexServer> {
    const tokens = new AccessTokens(transport, environment);
    const isGoogle = isGoogleAddress(config.baseUrl);
    const region = config.region ?? (environment['CLOUD_ML_REGION'] || (isGoogle ? undefined : 'global'));
    if (region === undefined) {
      throw new UserError(
        'Provider "vertex" needs a region: set "region", such as "global" or "us-east5", or CLOUD_ML_REGION.',
      );
    }
    const project =
      config.project ??
      (environment['ANTHROPIC_VERTEX_PROJECT_ID'] || (isGoogle ? await tokens.project() : 'simulated'));
    if (project === undefined) {
      throw new UserError(
        'Provider "vertex" needs a project of Google Cloud: set "project", or ANTHROPIC_VERTEX_PROJECT_ID.',
      );
    }
    const address = (config.baseUrl ?? addressIn(region)).replace(/\/+$/, '');
    const place = `${address}/projects/${encodeURIComponent(project)}/locations/${encodeURIComponent(region)}`;
    // A token that Google issued must not go to any other address.
    const token = async () => apiKey ?? (isGoogle ? tokens.token() : null);
    return new VertexServer(config, place, token);
  }

  async request(prepared: JsonObject): Promise<PlainRequest> {
    const { model, ...body } = prepared;
    const method = body['stream'] === true ? 'streamRawPredict' : 'rawPredict';
    const id = encodeURIComponent(String(model)).replaceAll('%40', '@');
    const token = await this.#token();
    return {
      method: 'POST',
      url: `${this.#place}/publishers/anthropic/models/${id}:${method}`,
      headers: [
        ['content-type', 'application/json'],
        ...(token === null ? [] : ([['authorization', `Bearer ${token}`]] as const)),
        ...Object.entries(this.#config.headers ?? {}),
      ],
      body: JSON.stringify({ anthropic_version: version, ...body }),
    };
  }

  modelsRequest(): null {
    return null;
  }

  modelIds(): string[] {
    return [];
  }
}

/** The three multi-region addresses are not named like those of regions. */
function addressIn(region: string): string {
  if (region === 'global') return 'https://aiplatform.googleapis.com/v1';
  if (region === 'us' || region === 'eu') return `https://aiplatform.${region}.rep.googleapis.com/v1`;
  return `https://${region}-aiplatform.googleapis.com/v1`;
}

function isGoogleAddress(baseUrl: string | undefined): boolean {
  if (baseUrl === undefined) return true;
  const url = URL.parse(baseUrl);
  return url?.protocol === 'https:' && /(^|\.|-)aiplatform(\.\w+\.rep)?\.googleapis\.com$/.test(url.hostname);
}
