import { createSign } from 'node:crypto';
import { UserError } from '../../core/base/errors.ts';
import { bodyText } from '../http/contentEncoding.ts';
import { asText, at } from '../http/jsonAccess.ts';
import type { HttpExchange } from '../transport/httpExchange.ts';
import type { HttpTransport, PlainRequest } from '../transport/httpTransport.ts';
import { credentialFile, type GoogleCredential } from './credentialFile.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const scope = 'https://www.googleapis.com/auth/cloud-platform';
const tokenAddress = 'https://oauth2.googleapis.com/token';
/** Milliseconds. */
const timeout = 30_000;
const metadataTimeout = 3000;
/** A token is replaced so long before it expires, milliseconds. */
const margin = 300_000;

interface Token {
  text: string;
  /** Milliseconds since the epoch. */
  until: number;
}

/**
 * Access tokens of Google Cloud from its application default credentials: their file, else the metadata server of
 * the machine. They are asked for outside of any measured time, and through the same transport as all requests.
 */
export class AccessTokens {
  readonly #transport: HttpTransport;
  readonly #environment: Environment;
  readonly #now: () => number;
  #credential: Promise<GoogleCredential | null> | null = null;
  /** Asked for once, however many clients wait for it. */
  #token: Promise<string> | null = null;
  #until = Number.POSITIVE_INFINITY;

  constructor(transport: HttpTransport, environment: Environment, now: () => number = Date.now) {
    this.#transport = transport;
    this.#environment = environment;
    this.#now = now;
  }

  /** The project that the credentials belong to; undefined if they name none. */
  async project(): Promise<string | undefined> {
    const credential = await this.#read();
    if (credential === null) return undefined;
    const own = credential.type === 'service_account' ? credential.project_id : undefined;
    return own ?? credential.quota_project_id;
  }

  /** A token that is valid for minutes. Throws UserError. */
  token(): Promise<string> {
    if (this.#until - margin < this.#now()) this.#token = null;
    this.#token ??= this.#renew();
    return this.#token;
  }

  async #renew(): Promise<string> {
    this.#until = Number.POSITIVE_INFINITY;
    try {
      const { text, until } = await this.#ask();
      this.#until = until;
      return text;
    } catch (error) {
      this.#token = null;
      throw error;
    }
  }

  #read(): Promise<GoogleCredential | null> {
    this.#credential ??= credentialFile(this.#environment);
    return this.#credential;
  }

  async #ask(): Promise<Token> {
    const credential = await this.#read();
    if (credential === null) return this.#fromMetadata();
    const asked = this.#now();
    const { status, json, text } = await this.#send(tokenRequest(credential, asked), timeout);
    if (status !== 200) {
      const why =
        asText(at(json, 'error_description')) ?? asText(at(json, 'error')) ?? (text || `status ${status}`);
      throw new UserError(
        `Google refused the application default credentials: ${why}. Run "gcloud auth application-default login" again.`,
      );
    }
    return tokenIn(json, asked);
  }

  async #fromMetadata(): Promise<Token> {
    const host = this.#environment['GCE_METADATA_HOST'] ?? 'metadata.google.internal';
    const asked = this.#now();
    const { status, json } = await this.#send(
      {
        method: 'GET',
        url: `http://${host}/computeMetadata/v1/instance/service-accounts/default/token`,
        headers: [['metadata-flavor', 'Google']],
        body: '',
      },
      metadataTimeout,
    );
    if (status === 200) return tokenIn(json, asked);
    throw new UserError(
      'There are no Google credentials: run "gcloud auth application-default login", set GOOGLE_APPLICATION_CREDENTIALS, or put the output of "gcloud auth print-access-token" into a variable and name it with "apiKeyEnv" (--api-key-env).',
    );
  }

  async #send(request: PlainRequest, patience: number) {
    const encoded = this.#transport.encode(request);
    const http = await new Promise<HttpExchange>(resolve => this.#transport.send(encoded, patience, resolve));
    const text = http.failure ? http.failure.message : bodyText(http);
    return { status: http.failure ? null : http.wire.status, text, json: parsed(text) };
  }
}

function tokenRequest(credential: GoogleCredential, now: number): PlainRequest {
  const isPerson = credential.type === 'authorized_user';
  const url = isPerson ? tokenAddress : (credential.token_uri ?? tokenAddress);
  const form = isPerson
    ? {
        grant_type: 'refresh_token',
        client_id: credential.client_id,
        client_secret: credential.client_secret,
        refresh_token: credential.refresh_token,
      }
    : {
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: assertion(credential, url, now),
      };
  return {
    method: 'POST',
    url,
    headers: [['content-type', 'application/x-www-form-urlencoded']],
    body: new URLSearchParams(form).toString(),
  };
}

/** The signed statement with which a service account asks for a token (RFC 7523). */
function assertion(
  {
    client_email: issuer,
    private_key: key,
    private_key_id: id,
  }: GoogleCredential & { type: 'service_account' },
  audience: string,
  now: number,
): string {
  const issued = Math.floor(now / 1000);
  const header = { alg: 'RS256', typ: 'JWT', ...(id !== undefined && { kid: id }) };
  const claims = { iss: issuer, scope, aud: audience, iat: issued, exp: issued + 3600 };
  const signed = [header, claims]
    .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
}

function tokenIn(json: unknown, asked: number): Token {
  const text = asText(at(json, 'access_token'));
  if (text === undefined) throw new UserError('Google answered without an access token.');
  const seconds = Number(at(json, 'expires_in'));
  return { text, until: asked + (Number.isFinite(seconds) ? seconds : 3600) * 1000 };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
