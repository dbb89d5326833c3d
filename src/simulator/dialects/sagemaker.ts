import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import { type Generation, generatedText } from '../scenario/generation.ts';
import { awsRequestId, bedrockHeaders, bedrockKey, bedrockLimit } from './bedrock.ts';
import { type Dialect, Refusal, type StreamedAnswer } from './dialect.ts';
import { parseObject, promptOf } from './jsonRequest.ts';
import { modelIds, modelsCreated } from './modelIds.ts';
import { payloadPart, sagemakerErrorEvent, sagemakerErrorResponse } from './sagemakerErrors.ts';

const address = /^\/endpoints\/([^/]+)\/invocations(-response-stream)?$/;

/**
 * SageMaker InvokeEndpoint and InvokeEndpointWithResponseStream, in front of a text generation container that
 * streams as TGI does: server-sent events, the last of which has the whole text and the details. The name of the
 * endpoint takes the place of the model. Reasoning is never shown.
 */
export const sagemaker: Dialect = {
  name: 'sagemaker',
  methods: { generate: 'POST', models: 'POST' },

  match(path, headers) {
    if (address.test(path)) return 'generate';
    // AWS serves this at an address of its own.
    return path === '/' && headers.get('x-amz-target') === 'SageMaker.ListEndpoints' ? 'models' : null;
  },

  key: bedrockKey,

  read(request, path) {
    const [, model = '', streaming] = address.exec(path) ?? [];
    const body = parseObject(request.body, 'Failed to parse the request body as JSON.');
    const { inputs, parameters } = body;
    if (typeof inputs !== 'string' && !Array.isArray(inputs)) {
      throw new Refusal({
        kind: 'badRequest',
        message: 'Failed to deserialize the JSON body: missing field `inputs`.',
        field: 'inputs',
      });
    }
    const limit = isJsonObject(parameters) ? parameters['max_new_tokens'] : undefined;
    return {
      model,
      stream: streaming !== undefined,
      maxTokens: bedrockLimit(limit, 'max_new_tokens'),
      ...promptOf(inputs),
      caching: 'automatic',
      thinking: null,
      body,
    };
  },

  answerId: ({ entropy }) => awsRequestId(entropy),

  streamHeaders: ({ entropy }) => [
    ...bedrockHeaders('application/vnd.amazon.eventstream', entropy),
    ['x-amzn-sagemaker-content-type', 'text/event-stream'],
    ['x-amzn-invoked-production-variant', 'AllTraffic'],
  ],

  stream(_asked, generation) {
    const texts = generation.chunks.filter(({ kind }) => kind === 'text');
    const events: StreamedAnswer['events'][number][] = texts.map(chunk => ({ chunk }));
    if (events.length === 0) {
      events.push({ payload: payloadPart(tokenEvent('', 1, ending(generation))), at: generation.doneAt });
    }
    const last = events.length - 1;
    return {
      events,
      encode: ({ text }, index) =>
        payloadPart(tokenEvent(text, index + 1, index === last ? ending(generation) : notEnding)),
    };
  },

  whole: (_asked, generation) => ({
    status: 200,
    headers: [
      ...bedrockHeaders('application/json', generation.entropy),
      ['x-amzn-invoked-production-variant', 'AllTraffic'],
    ],
    body: JSON.stringify(ending(generation)),
  }),

  models: () => ({
    status: 200,
    headers: [['content-type', 'application/x-amz-json-1.1']],
    body: JSON.stringify({
      Endpoints: modelIds.map(name => ({
        CreationTime: modelsCreated,
        EndpointArn: `arn:aws:sagemaker:us-east-1:000000000000:endpoint/${name}`,
        EndpointName: name,
        EndpointStatus: 'InService',
        LastModifiedTime: modelsCreated,
      })),
    }),
  }),

  refuse: (reason, _model, entropy) => sagemakerErrorResponse(reason, entropy),
  errorEvent: sagemakerErrorEvent,
  malformedEvent: () => payloadPart('data:{"index":9,"token":{"id":4,"te\n\n'),
};

const notEnding = { generated_text: null, details: null };

/** The end of a streamed response, and the whole body of one that is not streamed. */
function ending(generation: Generation): JsonObject {
  return {
    generated_text: generatedText(generation, 'text'),
    details: {
      finish_reason: generation.cutByLimit ? 'length' : 'eos_token',
      generated_tokens: generation.textTokens + generation.reasoningTokens,
      seed: null,
    },
  };
}

function tokenEvent(text: string, index: number, end: JsonObject): string {
  const token = { id: 1000 + index, text, logprob: -0.25, special: false };
  return `data:${JSON.stringify({ index, token, ...end })}\n\n`;
}
