// Anthropic Messages on Amazon Bedrock and on Bedrock Mantle.
import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/core/base/jsonValue.ts';
import { AnthropicMessagesDialect } from '../../../src/endpoints/anthropicMessages/adapter.ts';
import {
  type AnthropicMessagesConfig,
  anthropicMessagesConfig,
  anthropicMessagesKind,
} from '../../../src/endpoints/anthropicMessages/config.ts';
import type { EndpointSecrets } from '../../../src/endpoints/contract/endpoint.ts';
import { kindOf } from '../../../src/endpoints/kinds.ts';
import { keyVariableOf, presetOf } from '../../../src/endpoints/shared/servers.ts';
import { parseEndpoint } from '../../../src/measure/plan/parsePlan.ts';
import { bedrockPlayer, binaryStream, chunkOf, cutStream, exception } from './support/awsFrames.ts';
import { streamed, whole } from './support/replay.ts';
import { withEnvironment } from './support/requests.ts';
import { frozen } from './support/runs.ts';

const kind = 'anthropic-messages';
const aws = { accessKeyId: 'AKID', secretAccessKey: 'secret' };
const payload = { messages: [{ role: 'user', content: 'Hi' }], max_tokens: 5 };

function dialect(config: object, secrets: EndpointSecrets = { aws }): Promise<AnthropicMessagesDialect> {
  const checked = anthropicMessagesConfig.parse({ kind, model: 'anthropic.claude:0', ...config });
  return AnthropicMessagesDialect.open(checked as AnthropicMessagesConfig, secrets);
}

/** The region and service that a request is signed for, or its bearer token. */
function signedScope(headers: ReadonlyMap<string, string>): string {
  const authorization = headers.get('authorization') ?? '';
  return /Credential=AKID\/\d+\/([\w-]+\/[\w-]+)\//.exec(authorization)?.[1] ?? authorization;
}

/** A request as it would be sent: address, signing scope and body. */
async function sent(config: object, secrets?: EndpointSecrets) {
  const adapter = await dialect({ region: 'eu-west-1', ...config }, secrets);
  const { url, headers, body } = await adapter.request(adapter.prepare(payload));
  const names = new Map(headers);
  return {
    url,
    scope: signedScope(names),
    names,
    body: JSON.parse(Buffer.from(body).toString()) as JsonObject,
  };
}

describe('Claude on AWS: requests', () => {
  it('three providers reach three different URLs and signing services', async () => {
    const reached = async (config: object, secrets?: EndpointSecrets) => {
      const { url, scope } = await sent(config, secrets);
      return [url, scope];
    };
    assert.deepEqual(
      [
        await reached({ provider: 'anthropic' }, { apiKey: 'sk-ant-1' }),
        await reached({ provider: 'bedrock' }),
        await reached({ provider: 'bedrock', stream: false }),
        await reached({ provider: 'bedrock-mantle' }),
      ],
      [
        ['https://api.anthropic.com/v1/messages', 'Bearer sk-ant-1'],
        [
          'https://bedrock-runtime.eu-west-1.amazonaws.com/model/anthropic.claude:0/invoke-with-response-stream',
          'eu-west-1/bedrock',
        ],
        [
          'https://bedrock-runtime.eu-west-1.amazonaws.com/model/anthropic.claude:0/invoke',
          'eu-west-1/bedrock',
        ],
        ['https://bedrock-mantle.eu-west-1.api.aws/anthropic/v1/messages', 'eu-west-1/bedrock-mantle'],
      ],
    );
  });

  it('an unknown provider is rejected with the list', () => {
    assert.deepEqual(anthropicMessagesKind.providers, [
      'anthropic',
      'bedrock',
      'bedrock-mantle',
      'vertex',
      'foundry',
    ]);
    assert.throws(
      () => parseEndpoint({ kind, model: 'm', provider: 'azure' }),
      /UserError: .*"bedrock-mantle", "vertex", "foundry", not "azure"/,
    );
  });

  it('to Bedrock have the version in the body, and neither model nor stream', async () => {
    for (const stream of [true, false]) {
      const { body, names } = await sent({ provider: 'bedrock', stream });
      const { anthropic_version: version, ...rest } = body;
      assert.deepEqual(rest, payload);
      assert.match(String(version), /^[\w-]*\d{4}-\d\d-\d\d$/);
      assert.equal(names.get('anthropic-version'), undefined);
    }
  });

  it('to Bedrock keep the version in a payload', async () => {
    const adapter = await dialect({ provider: 'bedrock', region: 'eu-west-1' });
    const named = { ...payload, anthropic_version: 'bedrock-2023-05-31' };
    const { body } = await adapter.request(adapter.prepare(named));
    assert.deepEqual(JSON.parse(Buffer.from(body).toString()), named);
  });

  it('to Mantle have the version in a header, and are otherwise like requests to Anthropic', async () => {
    const { body, names } = await sent({ provider: 'bedrock-mantle' });
    assert.deepEqual(body, { ...payload, model: 'anthropic.claude:0', stream: true });
    assert.match(names.get('anthropic-version') ?? '', /^\d{4}-\d\d-\d\d$/);
  });

  for (const [provider, address] of [
    ['bedrock', 'https://bedrock-runtime.us-west-2.amazonaws.com'],
    ['bedrock-mantle', 'https://bedrock-mantle.us-west-2.api.aws/anthropic'],
  ] as const) {
    it(`${provider}: the caller’s payload object is unchanged after invoke`, async () => {
      const adapter = await dialect({ provider, region: 'eu-west-1' });
      const given = frozen(structuredClone(payload));
      await adapter.request(adapter.prepare(given));
      assert.deepEqual(given, payload);
    });

    it(`${provider}: a bearer token replaces the signature, and such requests can be sent again`, async () => {
      const { scope } = await sent({ provider }, { apiKey: 'token' });
      assert.equal(scope, 'Bearer token');
      assert.equal((await dialect({ provider, region: 'eu-west-1' }, { apiKey: 'token' })).reusable, true);
      assert.equal((await dialect({ provider, region: 'eu-west-1' })).reusable, false);
    });

    it(`${provider}: custom addresses and headers are used, and signed`, async () => {
      const config = { provider, baseUrl: 'http://gateway.example/aws', headers: { 'X-Team': 'blue' } };
      const { url, names } = await sent(config);
      assert.match(url, /^http:\/\/gateway\.example\/aws\/(model\/anthropic\.claude:0\/invoke|v1\/messages)/);
      assert.equal(names.get('x-team'), 'blue');
      assert.match(names.get('authorization') ?? '', /SignedHeaders=[\w;-]*\bx-team\b/);
    });

    it(`${provider}: the region comes from the configuration, the address or the environment`, async () => {
      const regionOf = async (config: object) =>
        (await dialect({ provider, ...config })).toDict()['aws_region'];
      await withEnvironment({ AWS_REGION: 'us-west-2' }, async () => {
        assert.deepEqual(
          [
            await regionOf({ region: 'eu-west-1' }),
            await regionOf({ baseUrl: 'https://bedrock-mantle.eu-central-1.api.aws/anthropic' }),
            await regionOf({}),
          ],
          ['eu-west-1', 'eu-central-1', 'us-west-2'],
        );
      });
    });

    it(`${provider}: leaks no environment settings that are meant for other servers`, async () => {
      const environment = {
        ANTHROPIC_API_KEY: 'env-key',
        ANTHROPIC_AUTH_TOKEN: 'env-token',
        ANTHROPIC_BEDROCK_BASE_URL: 'http://env-base.example',
        ANTHROPIC_BEDROCK_MANTLE_BASE_URL: 'http://env-base.example',
        ANTHROPIC_CUSTOM_HEADERS: 'X-Env-Header: env-custom',
        AWS_BEARER_TOKEN_BEDROCK: 'env-bearer',
      };
      await withEnvironment(environment, async () => {
        for (const config of [{ provider }, { provider, baseUrl: 'http://llm.example' }]) {
          const { url, names } = await sent(config);
          assert.doesNotMatch(JSON.stringify([url, ...names]), /env-/);
        }
      });
    });

    it(`${provider}: the serialised endpoint equals LLMeter’s, key for key`, async () => {
      const common = `{"endpoint_name":"anthropic-messages","model_id":"anthropic.claude:0","provider":"${provider}","aws_region":"eu-west-1",`;
      const written = async (stream: boolean) =>
        JSON.stringify((await dialect({ provider, stream, region: 'eu-west-1' })).toDict());
      assert.deepEqual(
        [await written(true), await written(false)],
        [
          `${common}"ttft_visible_tokens_only":true,"endpoint_type":"AnthropicMessagesStream"}`,
          `${common}"endpoint_type":"AnthropicMessages"}`,
        ],
      );
    });

    it(`${provider}: its preset takes the region from the user and the token from its own variable`, () => {
      const config = parseEndpoint({ kind, model: 'm', provider, baseUrl: address });
      assert.equal(presetOf(kindOf(config.kind), config)?.provider, provider);
      assert.equal(keyVariableOf(kindOf(config.kind), config), 'AWS_BEARER_TOKEN_BEDROCK');
    });
  }

  it('models: Bedrock lists Anthropic’s', async () => {
    const bedrock = await dialect({ provider: 'bedrock', region: 'eu-west-1' });
    const requests = [await bedrock.modelsRequest()].flat();
    assert.deepEqual(
      requests.map(request => new URL(request?.url ?? '').pathname),
      ['/inference-profiles', '/foundation-models'],
    );
    const modelSummaries = ['anthropic.claude-x', 'us.anthropic.claude-x', 'amazon.nova', 'x.anthropics'].map(
      modelId => ({ modelId }),
    );
    assert.deepEqual(bedrock.modelIds({ modelSummaries }), ['anthropic.claude-x', 'us.anthropic.claude-x']);
  });

  it('models: Mantle lists Anthropic’s among all its models, next to its APIs', async () => {
    const asked = async (config: object, secrets?: EndpointSecrets) => {
      const mantle = await dialect({ provider: 'bedrock-mantle', region: 'eu-west-1', ...config }, secrets);
      const [request] = [await mantle.modelsRequest()].flat();
      return [request?.method, request?.url, signedScope(new Map(request?.headers))];
    };
    const scope = 'eu-west-1/bedrock-mantle';
    assert.deepEqual(
      [
        await asked({}),
        await asked({}, { apiKey: 'token' }),
        await asked({ baseUrl: 'https://vpce.example/anthropic/' }),
        await asked({ baseUrl: 'http://gateway.example/claude' }),
      ],
      [
        ['GET', 'https://bedrock-mantle.eu-west-1.api.aws/v1/models', scope],
        ['GET', 'https://bedrock-mantle.eu-west-1.api.aws/v1/models', 'Bearer token'],
        ['GET', 'https://vpce.example/v1/models', scope],
        ['GET', 'http://gateway.example/claude/v1/models', scope],
      ],
    );
    const mantle = await dialect({ provider: 'bedrock-mantle', region: 'eu-west-1' });
    const data = ['openai.gpt-oss-120b', 'anthropic.claude-x', 'x.anthropics'].map(id => ({ id }));
    assert.deepEqual(mantle.modelIds({ object: 'list', data }), ['anthropic.claude-x']);
  });
});

describe('Claude on AWS: answers', () => {
  const usage = { input_tokens: 7, cache_read_input_tokens: 3, output_tokens: 1 };
  const start = { type: 'message_start', message: { id: 'msg_bdrk_1', usage } };
  const delta = (fields: object) => ({ type: 'content_block_delta', index: 0, delta: fields });
  const text = (words: string) => delta({ type: 'text_delta', text: words });
  const ending = { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 5 } };
  const metrics = { 'amazon-bedrock-invocationMetrics': { inputTokenCount: 99, outputTokenCount: 99 } };
  const stop = { type: 'message_stop', ...metrics };
  const told = (config: object, recording: ReturnType<typeof binaryStream>) =>
    bedrockPlayer({ kind, provider: 'bedrock', ...config }).then(player => player.play(recording));

  it('Bedrock’s chunks contain the same events as Anthropic’s own stream', async () => {
    const events = [
      start,
      { type: 'ping' },
      { metadata: 'of a gateway' },
      delta({ type: 'signature_delta', signature: 's' }),
      text(''),
      text('Hel'),
      text('lo'),
      ending,
      stop,
    ];
    const frames = binaryStream(...events.map(chunkOf));
    const { response, trace } = await told({}, frames);
    assert.deepEqual(
      [response.response_text, response.id, response.error, trace.stopReason, trace.requestId],
      ['Hello', 'msg_bdrk_1', null, 'end_turn', 'req-1'],
    );
    assert.deepEqual(
      [response.num_tokens_input, response.num_tokens_output, response.num_tokens_input_cached],
      [7, 5, 3],
    );
    assert.deepEqual([response.time_to_first_token, response.time_to_last_token], [0.07, 0.08]);
    const any = await told({ ttftVisibleTokensOnly: false }, frames);
    assert.equal(any.response.time_to_first_token, 0.05);
  });

  it('Mantle’s stream is Anthropic’s own', async () => {
    const events = [start, text('Hello'), ending, { type: 'message_stop' }];
    const sse = events.map(event => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    const { response } = await told({ provider: 'bedrock-mantle' }, streamed(...sse));
    assert.deepEqual(
      [response.response_text, response.id, response.time_to_first_token, response.error],
      ['Hello', 'msg_bdrk_1', 0.03, null],
    );
  });

  it('an exception or an error event inside the stream keeps what came before it', async () => {
    for (const [frame, error, reason] of [
      [
        exception('throttlingException', 'Slow down.'),
        'Bedrock throttlingException: Slow down.',
        'rateLimit',
      ],
      [
        chunkOf({ type: 'error', error: { type: 'overloaded_error', message: 'Busy' } }),
        'Busy',
        'overloaded',
      ],
    ] as const) {
      const { response, trace } = await told({}, binaryStream(chunkOf(start), chunkOf(text('Hel')), frame));
      const { response_text, id, num_tokens_input, time_to_first_token, time_to_last_token } = response;
      assert.deepEqual(
        [response_text, id, num_tokens_input, time_to_first_token, time_to_last_token],
        ['Hel', 'msg_bdrk_1', 7, 0.03, 0.03],
      );
      assert.deepEqual([response.error, trace.reason], [error, reason]);
    }
  });

  for (const [what, recording, message] of [
    [
      'without its end',
      binaryStream(chunkOf(start), chunkOf(text('a'))),
      /^The stream ended without message_stop\.$/,
    ],
    [
      'cut inside an event',
      binaryStream(chunkOf(start), chunkOf(text('a')), chunkOf(stop).subarray(0, 40)),
      /^The stream ended in the middle of an event\.$/,
    ],
    [
      'that breaks off',
      cutStream(chunkOf(start), chunkOf(text('a'))),
      /^The connection was closed before the answer was complete\.$/,
    ],
  ] as const) {
    it(`a stream ${what} is interrupted`, async () => {
      const { response, trace } = await told({}, recording);
      assert.match(response.error ?? '', message);
      assert.deepEqual([response.response_text, trace.reason], ['a', 'interrupted']);
    });
  }

  it('an answer in one body is a message', async () => {
    const body = { id: 'msg_bdrk_1', content: [{ type: 'text', text: 'Hello' }], usage };
    const { response, trace } = await told(
      { stream: false },
      whole(JSON.stringify(body), { headers: ['content-type: application/json', 'x-amzn-requestid: req-1'] }),
    );
    assert.deepEqual(
      [response.response_text, response.id, response.num_tokens_input, response.error, trace.requestId],
      ['Hello', 'msg_bdrk_1', 7, null, 'req-1'],
    );
  });

  it('refusals by AWS are reported in AWS’s words, others in the server’s', async () => {
    for (const provider of ['bedrock', 'bedrock-mantle']) {
      const refused = async (body: string, ...headers: string[]) => {
        const recording = whole(body, {
          status: '400 Bad Request',
          headers: ['content-type: application/json', ...headers],
        });
        const { response, trace } = await told({ provider }, recording);
        assert.equal(response.time_to_last_token, null);
        return [response.error, trace.reason];
      };
      assert.deepEqual(await refused('{"message":"No."}', 'x-amzn-errortype: ValidationException'), [
        'Bedrock validationException: No.',
        'badRequest',
      ]);
      const anthropic = '{"type":"error","error":{"type":"invalid_request_error","message":"No."}}';
      assert.deepEqual(await refused(anthropic), ['400 No.', 'badRequest']);
    }
  });
});
