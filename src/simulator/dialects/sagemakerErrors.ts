import { EventFrames, exceptionFrames } from '../http/eventFrame.ts';
import type { Header, WholeResponse } from '../http/response.ts';
import type { RefusalKind } from '../scenario/faults.ts';
import type { Generation } from '../scenario/generation.ts';
import { bedrockHeaders } from './bedrock.ts';
import type { RefusalReason } from './dialect.ts';

const refusals: Record<RefusalKind, { status: number; type: string; message: string }> = {
  badRequest: {
    status: 400,
    type: 'ValidationError',
    message: '1 validation error detected: Value at body failed to satisfy constraint.',
  },
  authentication: {
    status: 403,
    type: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
  },
  permission: {
    status: 403,
    type: 'AccessDeniedException',
    message: 'User is not authorized to perform: sagemaker:InvokeEndpoint',
  },
  // SageMaker has no 404.
  notFound: { status: 400, type: 'ValidationError', message: 'Endpoint of account 123456789012 not found.' },
  method: {
    status: 405,
    type: 'UnknownOperationException',
    message: 'The requested operation is not recognized by the service.',
  },
  rateLimit: { status: 429, type: 'ThrottlingException', message: 'Rate exceeded' },
  server: { status: 500, type: 'InternalFailure', message: 'An internal failure occurred. Try again.' },
  overloaded: {
    status: 503,
    type: 'ServiceUnavailable',
    message: 'The service is currently unavailable. Try your call again.',
  },
};

export function sagemakerErrorResponse(reason: RefusalReason, entropy: string): WholeResponse {
  const { status, type, message } = refusals[reason.kind];
  const headers: Header[] = [
    ...bedrockHeaders('application/json', entropy),
    ['x-amzn-errortype', `${type}:http://internal.amazon.com/coral/com.amazonaws.sagemaker.runtime/`],
  ];
  if (reason.kind === 'rateLimit') headers.push(['retry-after', '1']);
  return { status, headers, body: JSON.stringify({ Message: reason.message ?? message }) };
}

const partFrames = new EventFrames({
  ':event-type': 'PayloadPart',
  ':content-type': 'application/octet-stream',
  ':message-type': 'event',
});

/** A part of the container's response, which SageMaker passes on unchanged. */
export function payloadPart(text: string): Buffer {
  return partFrames.encode(text);
}

const errorEvents = [
  exceptionFrames('ModelStreamError').encode(
    JSON.stringify({
      ErrorCode: 'ModelInvocationTimeExceeded',
      Message: 'The model took too long to finish its response.',
    }),
  ),
  exceptionFrames('InternalStreamFailure').encode(
    JSON.stringify({ Message: 'The stream processing failed because of an unknown error.' }),
  ),
  payloadPart(
    'data:{"error":"Request failed during generation: Server error","error_type":"generation"}\n\n',
  ),
];

/** An exception of SageMaker or an error of the container; the response's seed decides which. */
export function sagemakerErrorEvent({ entropy }: Generation): Buffer {
  return errorEvents[entropy.charCodeAt(95) % errorEvents.length] ?? Buffer.alloc(0);
}
