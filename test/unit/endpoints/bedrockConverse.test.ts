import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/core/base/jsonValue.ts';
import { BedrockConverseDialect } from '../../../src/endpoints/bedrockConverse/adapter.ts';
import {
  type BedrockConverseConfig,
  bedrockConverseConfig,
} from '../../../src/endpoints/bedrockConverse/config.ts';
import { bedrockPlayer, binaryStream, cutStream, event, exception } from './support/awsFrames.ts';
import { whole } from './support/replay.ts';
import { frozen } from './support/runs.ts';

const kind = 'bedrock-converse';
const keys = { aws: { accessKeyId: 'AKID', secretAccessKey: 'secret' } };

function dialect(config: object = {}, secrets: object = keys): Promise<BedrockConverseDialect> {
  const checked = bedrockConverseConfig.parse({ kind, model: 'm', region: 'eu-west-1', ...config });
  return BedrockConverseDialect.open(checked as BedrockConverseConfig, secrets);
}

async function sent(prepared: JsonObject, config: object = {}) {
  const { url, headers, body } = await (await dialect(config)).request(prepared);
  return { url, headers: new Map(headers), body: JSON.parse(Buffer.from(body).toString()) };
}

const delta = (fields: object) => event('contentBlockDelta', { contentBlockIndex: 0, delta: fields });
const text = (value: string) => delta({ text: value });
const blockStop = event('contentBlockStop', { contentBlockIndex: 0 });
const messageStart = event('messageStart', { role: 'assistant' });
const messageStop = event('messageStop', { stopReason: 'end_turn' });
const metadata = (usage: object) => event('metadata', { usage, metrics: { latencyMs: 1 } });
const usage = { inputTokens: 7, outputTokens: 5, totalTokens: 15, cacheReadInputTokens: 3 };

describe('Bedrock Converse: requests', () => {
  const messages = [{ role: 'user', content: [{ text: 'Hi' }] }];

  it('are sent to the model’s address in the region, signed, with the configured headers', async () => {
    const { url, headers, body } = await sent(
      { messages, inferenceConfig: {}, modelId: 'us.anthropic.claude-x:0' },
      { model: 'us.anthropic.claude-x:0', headers: { 'X-Team': 'blue' } },
    );
    assert.equal(
      url,
      'https://bedrock-runtime.eu-west-1.amazonaws.com/model/us.anthropic.claude-x%3A0/converse-stream',
    );
    assert.deepEqual(body, { messages, inferenceConfig: {} });
    assert.equal(headers.get('x-team'), 'blue');
    assert.match(
      headers.get('authorization') ?? '',
      /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-west-1\/bedrock\/aws4_request, SignedHeaders=[^,]*;x-team, Signature=\w{64}$/,
    );
  });

  it('are sent to Converse if they do not stream, and below the path of a base URL', async () => {
    const prepared = { messages, inferenceConfig: {}, modelId: 'm' };
    const { url } = await sent(prepared, { stream: false, baseUrl: 'http://127.0.0.1:9/gateway' });
    assert.equal(url, 'http://127.0.0.1:9/gateway/model/m/converse');
  });

  it('carry a bearer token instead of a signature if there is one, and are then always the same', async () => {
    const bearer = await dialect({}, { apiKey: 'token' });
    const { headers } = await bearer.request({ messages, modelId: 'm' });
    const names = new Map([...headers].map(([name, value]) => [name.toLowerCase(), value]));
    assert.deepEqual(
      [names.get('authorization'), names.has('x-amz-date'), bearer.reusable],
      ['Bearer token', false, true],
    );
    assert.equal((await dialect()).reusable, false);
  });

  it('never carry the environment’s bearer token', async () => {
    const before = process.env['AWS_BEARER_TOKEN_BEDROCK'];
    process.env['AWS_BEARER_TOKEN_BEDROCK'] = 'of-the-environment';
    try {
      const { headers } = await sent({ messages, modelId: 'm' }, { baseUrl: 'http://127.0.0.1:9' });
      assert.doesNotMatch(JSON.stringify([...headers]), /of-the-environment/);
      assert.match(headers.get('authorization') ?? '', /^AWS4-HMAC-SHA256 /);
    } finally {
      if (before === undefined) delete process.env['AWS_BEARER_TOKEN_BEDROCK'];
      else process.env['AWS_BEARER_TOKEN_BEDROCK'] = before;
    }
  });

  it('contain the whole payload: members that the API does not have are refused by name', async () => {
    const known = { messages, system: [{ text: 'Be brief.' }], additionalModelRequestFields: { top_k: 5 } };
    const { body } = await sent({ ...known, modelId: 'm' });
    assert.deepEqual(body, known);
    await assert.rejects(
      async () => sent({ messages, max_tokens: 5, modelId: 'm' }),
      /^UserError: Bedrock Converse has no parameter "max_tokens": remove it, or put a parameter of the model into "additionalModelRequestFields"\.$/,
    );
  });

  it('BedrockConverse sets modelId and fills inferenceConfig only when null or absent', async () => {
    const plain = await dialect();
    const configured = await dialect({ inferenceConfig: { temperature: 0.5 } });
    const prepare = (payload: JsonObject) => [plain.prepare(payload), configured.prepare(payload)];
    assert.deepEqual(prepare({ modelId: 'theirs', messages }), [
      { modelId: 'm', messages, inferenceConfig: {} },
      { modelId: 'm', messages, inferenceConfig: { temperature: 0.5 } },
    ]);
    assert.deepEqual(prepare({ messages, inferenceConfig: null }), [
      { modelId: 'm', messages, inferenceConfig: {} },
      { modelId: 'm', messages, inferenceConfig: { temperature: 0.5 } },
    ]);
    const own = { messages, inferenceConfig: {} };
    assert.deepEqual(prepare(own), [
      { modelId: 'm', ...own },
      { modelId: 'm', ...own },
    ]);
  });

  it('the caller’s payload object is unchanged after invoke', async () => {
    const adapter = await dialect();
    const payload = frozen({ messages: [{ role: 'user', content: [{ text: 'Hi' }] }], modelId: 'x' });
    await adapter.request(adapter.prepare(payload));
    assert.deepEqual(payload, { messages: [{ role: 'user', content: [{ text: 'Hi' }] }], modelId: 'x' });
  });

  it('are made from a prompt like in LLMeter’s create_payload', async () => {
    const adapter = await dialect();
    assert.equal(
      JSON.stringify(adapter.createPayload('Hi', { maxTokens: 9 })),
      '{"messages":[{"role":"user","content":[{"text":"Hi"}]}],"inferenceConfig":{"maxTokens":9}}',
    );
    assert.deepEqual(adapter.createPayload('Hi', { maxTokens: 9, system: 'Be brief.' })['system'], [
      { text: 'Be brief.' },
    ]);
  });

  it('have an input text: all texts in order, without empty ones; "" for any other form', async () => {
    const adapter = await dialect();
    const shown = (...contents: unknown[]) =>
      adapter.inputText({ messages: contents.map(content => ({ content })) } as unknown as JsonObject);
    assert.equal(shown([{ text: 'a' }, { image: {} }], [{ text: '' }, { text: 'b' }]), 'a\nb');
    assert.equal(shown([{ text: ['a', 'b'] }, { text: 'c' }]), 'a\nb\nc');
    assert.deepEqual([shown('a'), shown([{ text: 'a' }], ['b'])], ['', '']);
    assert.deepEqual([adapter.inputText({ messages: 'a' }), adapter.inputText({})], ['', '']);
  });

  it('the serialised endpoint equals LLMeter’s, key for key', async () => {
    const rest = '"model_id":"m","provider":"bedrock","region":"eu-west-1"';
    assert.equal(
      JSON.stringify((await dialect({ inferenceConfig: { temperature: 1 } })).toDict()),
      `{"endpoint_name":"amazon bedrock",${rest},"ttft_visible_tokens_only":true,"endpoint_type":"BedrockConverseStream"}`,
    );
    assert.equal(
      JSON.stringify((await dialect({ stream: false })).toDict()),
      `{"endpoint_name":"amazon bedrock",${rest},"endpoint_type":"BedrockConverse"}`,
    );
  });
});

describe('Bedrock Converse: answers', () => {
  it('Converse non-stream joins text blocks and skips others; cached tokens from cacheReadInputTokens', async () => {
    const player = await bedrockPlayer({ kind, stream: false });
    const answer = (content: object[]) =>
      player.play(
        whole(
          JSON.stringify({
            output: { message: { role: 'assistant', content } },
            stopReason: 'end_turn',
            usage,
          }),
          {
            headers: ['content-type: application/json', 'x-amzn-requestid: req-1'],
          },
        ),
      );
    const reasoning = { reasoningContent: { reasoningText: { text: 'Hm.' } } };
    const tool = { toolUse: { toolUseId: 't', name: 'f', input: {} } };
    const { response, trace } = answer([reasoning, { text: 'Hel' }, tool, { text: 'lo' }]);
    assert.deepEqual(
      [
        response.response_text,
        response.id,
        response.num_tokens_input,
        response.num_tokens_output,
        response.num_tokens_input_cached,
        response.num_tokens_output_reasoning,
        response.retries,
        response.time_to_first_token,
        response.time_to_last_token,
        trace.stopReason,
      ],
      ['Hello', 'req-1', 7, 5, 3, null, 0, null, 0.01, 'end_turn'],
    );
    assert.equal(answer([tool]).response.response_text, '');
  });

  it('an answer without output is an error', async () => {
    const player = await bedrockPlayer({ kind, stream: false });
    const { response } = player.play(whole('{"message":"strange"}'));
    assert.match(response.error ?? '', /there is no output\.message\.content/);
  });

  it('ConverseStream: reasoning deltas never set TTFT by default and do with visible-only off; contentBlockStop advances TTLT; usage adds up', async () => {
    const recording = binaryStream(
      messageStart,
      delta({ reasoningContent: { text: 'Hm' } }),
      delta({ reasoningContent: { signature: 'abc' } }),
      blockStop,
      text(''),
      text('Hel'),
      text('lo'),
      delta({ toolUse: { input: '{}' } }),
      blockStop,
      messageStop,
      metadata({ inputTokens: 7, outputTokens: 5, cacheReadInputTokens: 3 }),
      metadata({ inputTokens: 1, outputTokens: 2 }),
    );
    const times = async (ttftVisibleTokensOnly: boolean) => {
      const { response } = (await bedrockPlayer({ kind, ttftVisibleTokensOnly })).play(recording);
      return response;
    };
    const visible = await times(true);
    assert.deepEqual([visible.time_to_first_token, visible.time_to_last_token], [0.07, 0.1]);
    assert.deepEqual(
      [visible.num_tokens_input, visible.num_tokens_output, visible.num_tokens_input_cached],
      [8, 7, 3],
    );
    assert.deepEqual([visible.response_text, visible.id, visible.error], ['Hello', 'req-1', null]);
    const any = await times(false);
    assert.deepEqual([any.time_to_first_token, any.time_to_last_token], [0.03, 0.1]);
  });

  it('our TTLT is the last generated event, not the end of the block, and reasoning counts for ttft_any', async () => {
    const { trace } = (await bedrockPlayer({ kind })).play(
      binaryStream(
        delta({ reasoningContent: { text: 'Hm' } }),
        text('Hello'),
        blockStop,
        messageStop,
        metadata(usage),
      ),
    );
    assert.deepEqual([trace.ttftAny, trace.ttft, trace.ttlt, trace.gaps], [0.02, 0.03, 0.03, [0.01]]);
  });

  for (const type of [
    'internalServerException',
    'modelStreamErrorException',
    'modelTimeoutException',
    'serviceUnavailableException',
    'throttlingException',
    'validationException',
  ]) {
    it(`ConverseStream ${type} delivered as an event → error with partial text kept`, async () => {
      const { response } = (await bedrockPlayer({ kind })).play(
        binaryStream(messageStart, text('Hel'), exception(type, 'No.'), text('never')),
      );
      const { error, response_text, id, time_to_first_token, time_to_last_token } = response;
      assert.deepEqual(
        [error, response_text, id, time_to_first_token, time_to_last_token],
        [`Bedrock ${type}: No.`, 'Hel', 'req-1', 0.03, 0.03],
      );
    });
  }

  it('ConverseStream throttling thrown → the same error text', async () => {
    const { response, trace } = (await bedrockPlayer({ kind })).play(
      whole('{"message":"Too many requests."}', {
        status: '429 Too Many Requests',
        headers: [
          'content-type: application/json',
          'x-amzn-requestid: req-1',
          'x-amzn-errortype: ThrottlingException:http://internal.amazon.com/coral/com.amazon.bedrock/',
        ],
      }),
    );
    assert.deepEqual(
      [response.error, response.time_to_last_token, trace.reason, trace.requestId],
      ['Bedrock throttlingException: Too many requests.', null, 'rateLimit', 'req-1'],
    );
  });

  it('a mid-stream failure keeps text, TTFT, id and token counts received so far', async () => {
    const { response, trace } = (await bedrockPlayer({ kind })).play(
      cutStream(messageStart, text('Hel'), metadata(usage), text('lo').subarray(0, 40)),
    );
    const { response_text, id, num_tokens_input, time_to_first_token, time_to_last_token } = response;
    assert.deepEqual(
      [response_text, id, num_tokens_input, time_to_first_token, time_to_last_token, trace.reason],
      ['Hel', 'req-1', 7, 0.03, 0.03, 'interrupted'],
    );
  });

  it('a successful response without a TTLT gets one; a failed response does not', async () => {
    const player = await bedrockPlayer({ kind });
    const { response: good } = player.play(binaryStream(messageStart, messageStop));
    assert.deepEqual([good.error, good.response_text, good.time_to_last_token], [null, null, 0.04]);
    const { response: bad } = player.play(binaryStream(messageStart, exception('validationException', 'x')));
    assert.deepEqual([bad.response_text, bad.time_to_last_token], [null, null]);
  });

  it('a response without a request id gets the default id', async () => {
    const player = await bedrockPlayer({ kind, stream: false });
    const { response } = player.play(whole('{"output":{"message":{"content":[]}}}'));
    assert.match(response.id ?? '', /^[0-9a-f]{32}$/);
  });

  for (const [what, bodies, message] of [
    ['ends before messageStop', [text('Hel')], 'The stream ended without messageStop.'],
    ['is empty', [], 'The stream ended without messageStop.'],
    [
      'ends in the middle of an event',
      [text('Hel'), messageStop, metadata(usage).subarray(0, 50)],
      'The stream ended in the middle of an event.',
    ],
  ] as const) {
    it(`a stream that ${what} counts as interrupted, although its HTTP response is complete`, async () => {
      const { response, trace } = (await bedrockPlayer({ kind })).play(binaryStream(...bodies));
      assert.deepEqual(
        [response.error, trace.reason, response.response_text],
        [message, 'interrupted', bodies.length > 0 ? 'Hel' : null],
      );
    });
  }

  it('a delta whose text is not a string is an error', async () => {
    const { response } = (await bedrockPlayer({ kind })).play(binaryStream(delta({ text: 5 }), messageStop));
    assert.match(response.error ?? '', /the text of a contentBlockDelta is not a string/);
  });

  it('a tool call counts as generated, not as text', async () => {
    const { response, trace } = (await bedrockPlayer({ kind })).play(
      binaryStream(
        event('contentBlockStart', {
          contentBlockIndex: 0,
          start: { toolUse: { toolUseId: 't', name: 'f' } },
        }),
        delta({ toolUse: { input: '{"a"' } }),
        delta({ toolUse: { input: ':1}' } }),
        blockStop,
        event('messageStop', { stopReason: 'tool_use' }),
        metadata(usage),
      ),
    );
    assert.deepEqual(
      [response.response_text, response.time_to_first_token, response.time_to_last_token],
      [null, null, 0.05],
    );
    assert.deepEqual(
      [trace.ttft, trace.ttftAny, trace.ttlt, trace.stopReason],
      [null, 0.03, 0.04, 'tool_use'],
    );
  });
});
