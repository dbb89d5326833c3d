import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import { exceptionFrames } from '../http/eventFrame.ts';
import type { HttpRequest } from '../http/requestParser.ts';
import type { Header, WholeResponse } from '../http/response.ts';
import type { RefusalKind } from '../scenario/faults.ts';
import { type Dialect, Refusal, type RefusalReason } from './dialect.ts';
import { bearerToken } from './jsonRequest.ts';
import { modelIds } from './modelIds.ts';

/** What Converse and InvokeModel have in common: addresses, IDs, keys and errors of the Bedrock runtime. */

/** AWS serves these at an address of their own. */
const lists: readonly string[] = ['/foundation-models', '/inference-profiles'];

/** Reads `/model/<id>/<operation>` or `/model/<id>/<streaming operation>`. */
export class BedrockAddress {
  readonly #pattern: RegExp;
  readonly #streaming: string;

  constructor(operation: string, streaming: string) {
    this.#pattern = new RegExp(`^/model/([^/]+)/(${operation}|${streaming})$`);
    this.#streaming = streaming;
  }

  match(path: string): 'generate' | 'models' | null {
    if (this.#pattern.test(path)) return 'generate';
    return lists.includes(path) ? 'models' : null;
  }

  /** Throws Refusal. */
  read(path: string): { model: string; stream: boolean } {
    const [, model = '', operation] = this.#pattern.exec(path) ?? [];
    try {
      return { model: decodeURIComponent(model), stream: operation === this.#streaming };
    } catch {
      throw new Refusal({ kind: 'badRequest', message: 'The provided model identifier is invalid.' });
    }
  }
}

/** The bearer token, or the ID of the access key that signed the request. */
export function bedrockKey(headers: HttpRequest['headers']): string | null {
  const signed = /^AWS4-HMAC-SHA256 .*Credential=([^/,]+)\//.exec(headers.get('authorization') ?? '');
  return signed?.[1] ?? bearerToken(headers);
}

/** A limit of at least 1, or null where there is none. Throws Refusal. */
export function bedrockLimit(value: unknown, name: string): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
  throw new Refusal({
    kind: 'badRequest',
    message: `The value at ${name} must be an integer of at least 1.`,
    field: name,
  });
}

/** Throws Refusal. */
export function bedrockMessages(body: JsonObject): readonly JsonObject[] {
  const { messages } = body;
  if (Array.isArray(messages) && messages.length > 0 && messages.every(isJsonObject)) return messages;
  throw new Refusal({
    kind: 'badRequest',
    message: "1 validation error detected: Value at 'messages' failed to satisfy constraint.",
    field: 'messages',
  });
}

/** A UUID, which is AWS's form of a request ID. */
export function awsRequestId(entropy: string): string {
  const digits = Buffer.from(entropy.slice(0, 16), 'latin1').toString('hex');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export function bedrockHeaders(contentType: string, entropy: string): Header[] {
  return [
    ['content-type', contentType],
    ['x-amzn-requestid', awsRequestId(entropy)],
  ];
}

/** Every model, directly and through a cross-region inference profile. */
function bedrockModels(path: string): WholeResponse {
  const inferenceProfileSummaries = modelIds.map(modelId => ({
    inferenceProfileArn: `arn:aws:bedrock:us-east-1:000000000000:inference-profile/us.${modelId}`,
    inferenceProfileId: `us.${modelId}`,
    inferenceProfileName: `US ${modelId}`,
    models: [{ modelArn: `arn:aws:bedrock:us-east-1::foundation-model/${modelId}` }],
    status: 'ACTIVE',
    type: 'SYSTEM_DEFINED',
  }));
  const modelSummaries = modelIds.map(modelId => ({
    modelArn: `arn:aws:bedrock:us-east-1::foundation-model/${modelId}`,
    modelId,
    modelName: modelId,
    providerName: 'Simulated',
    inputModalities: ['TEXT'],
    outputModalities: ['TEXT'],
    responseStreamingSupported: true,
    inferenceTypesSupported: ['ON_DEMAND'],
    modelLifecycle: { status: 'ACTIVE' },
  }));
  return {
    status: 200,
    headers: [['content-type', 'application/json']],
    body: JSON.stringify(path === '/inference-profiles' ? { inferenceProfileSummaries } : { modelSummaries }),
  };
}

const refusals: Record<RefusalKind, { status: number; type: string; message: string }> = {
  badRequest: { status: 400, type: 'ValidationException', message: 'The provided request is not valid' },
  authentication: {
    status: 403,
    type: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
  },
  permission: {
    status: 403,
    type: 'AccessDeniedException',
    message: "You don't have access to the model with the specified model ID.",
  },
  notFound: {
    status: 404,
    type: 'ResourceNotFoundException',
    message: 'Could not resolve the foundation model from the provided model identifier.',
  },
  method: {
    status: 405,
    type: 'UnknownOperationException',
    message: 'The requested operation is not recognized by the service.',
  },
  rateLimit: {
    status: 429,
    type: 'ThrottlingException',
    message: 'Too many requests, please wait before trying again.',
  },
  server: {
    status: 500,
    type: 'InternalServerException',
    message: 'The system encountered an unexpected error during processing. Try your request again.',
  },
  overloaded: {
    status: 503,
    type: 'ServiceUnavailableException',
    message: 'Bedrock is unable to process your request.',
  },
};

function bedrockErrorResponse(reason: RefusalReason, entropy: string): WholeResponse {
  const { status, type, message } = refusals[reason.kind];
  const headers: Header[] = [
    ...bedrockHeaders('application/json', entropy),
    ['x-amzn-errortype', `${type}:http://internal.amazon.com/coral/com.amazon.bedrock/`],
  ];
  if (reason.kind === 'rateLimit') headers.push(['retry-after', '1']);
  return { status, headers, body: JSON.stringify({ message: reason.message ?? message }) };
}

/** The exceptions inside streams, with the fields that AWS's service model gives them. */
const exceptions: Readonly<Record<string, JsonObject>> = {
  throttlingException: { message: 'Too many tokens, please wait before trying again.' },
  modelStreamErrorException: {
    message: 'The model stopped with an error.',
    originalStatusCode: 500,
    originalMessage: 'The model returned an error while it was streaming its response.',
  },
  internalServerException: { message: refusals.server.message },
  serviceUnavailableException: { message: refusals.overloaded.message },
  modelTimeoutException: { message: 'The model took too long to process the request.' },
  validationException: { message: 'The model returned the following errors: the output was filtered.' },
};

/** Returns one of the exceptions of a stream; the response's seed decides which. */
function exceptionOf(names: readonly string[]): Dialect['errorEvent'] {
  const events = names.map(name => exceptionFrames(name).encode(JSON.stringify(exceptions[name])));
  return ({ entropy }) => events[entropy.charCodeAt(95) % events.length] ?? Buffer.alloc(0);
}

export const invokeException = exceptionOf(Object.keys(exceptions));
/** ConverseStream has no timeout of the model: clients that go by AWS's service model could not read it. */
export const converseException = exceptionOf(
  Object.keys(exceptions).filter(name => name !== 'modelTimeoutException'),
);

/** What both operations have in common. The ID of a response is the ID of its request. */
export const bedrockShared = {
  methods: { generate: 'POST', models: 'GET' },
  key: bedrockKey,
  answerId: ({ entropy }) => awsRequestId(entropy),
  models: bedrockModels,
  refuse: (reason, _model, entropy) => bedrockErrorResponse(reason, entropy),
} satisfies Partial<Dialect>;
