import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../src/core/base/jsonValue.ts';
import type { Endpoint, PayloadOptions } from '../../../../src/endpoints/contract/endpoint.ts';
import { type EndpointConfigInput, endpointConfigSchema } from '../../../../src/endpoints/kinds.ts';
import { createEndpoint } from '../../../../src/endpoints/registry.ts';
import { HttpTransport } from '../../../../src/endpoints/transport/httpTransport.ts';
import { systemClock } from '../../../../src/measure/run/systemClock.ts';

export type Options = Partial<PayloadOptions>;

const baseUrl = 'http://127.0.0.1:9';
export const openai = { kind: 'openai-chat', model: 'm', baseUrl } as const;
export const claude = { kind: 'anthropic-messages', model: 'm', baseUrl } as const;
export const converse = { kind: 'bedrock-converse', model: 'us.anthropic.claude-x', baseUrl } as const;
export const invoke = { kind: 'bedrock-invoke', model: 'openai.gpt-oss-120b-1:0', baseUrl } as const;
export const gemini = { kind: 'google-gemini', model: 'm', baseUrl } as const;
export const responses = { kind: 'openai-responses', model: 'm', baseUrl } as const;
export const litellm = { kind: 'litellm', model: 'm', baseUrl } as const;
export const sagemaker = { kind: 'sagemaker', model: 'm', baseUrl } as const;

/** An endpoint with a key, or with AWS credentials where there are no keys. */
export function opened(endpoint: EndpointConfigInput): Promise<Endpoint> {
  const aws = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
  const transport = new HttpTransport({ clock: systemClock, environment: {} });
  const secrets = endpoint.kind === 'sagemaker' ? { aws } : { apiKey: 'key' };
  return createEndpoint(endpointConfigSchema.parse(endpoint), secrets, transport, systemClock);
}

/** What goes over the wire: as the SDK serialises it where the API is one of AWS. */
async function bodyOf(endpoint: EndpointConfigInput, options: Options): Promise<JsonObject> {
  const made = await opened(endpoint);
  try {
    const payload = made.createPayload('Hi', { maxTokens: 4096, ...options });
    const { encoded } = (await made.ready(payload)) as unknown as { encoded: { bytes: Uint8Array } };
    const text = Buffer.from(encoded.bytes).toString();
    return JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4)) as JsonObject;
  } finally {
    made.close();
  }
}

/** The members of a body that an option brings, beside those that are there without it. */
export async function brings(endpoint: EndpointConfigInput, options: Options): Promise<JsonObject> {
  const plain = await bodyOf(endpoint, {});
  const body = await bodyOf(endpoint, options);
  return Object.fromEntries(
    Object.entries(body).filter(([key, value]) => JSON.stringify(plain[key]) !== JSON.stringify(value)),
  );
}

export async function refused(endpoint: EndpointConfigInput, options: Options): Promise<string> {
  const made = await opened(endpoint);
  try {
    made.createPayload('Hi', { maxTokens: 4096, ...options });
  } catch (error) {
    assert.equal((error as Error).name, 'UserError');
    return (error as Error).message;
  } finally {
    made.close();
  }
  return 'nothing was refused';
}
