import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/core/base/jsonValue.ts';
import { BedrockInvokeDialect } from '../../../src/endpoints/bedrockInvoke/adapter.ts';
import {
  type BedrockInvokeConfig,
  bedrockInvokeConfig,
} from '../../../src/endpoints/bedrockInvoke/config.ts';
import { bedrockPlayer, binaryStream, chunkOf, cutStream, event, exception } from './support/awsFrames.ts';
import { whole } from './support/replay.ts';
import { frozen } from './support/runs.ts';

const kind = 'bedrock-invoke';

function dialect(config: object = {}): Promise<BedrockInvokeDialect> {
  const checked = bedrockInvokeConfig.parse({ kind, model: 'm', region: 'eu-west-1', ...config });
  const aws = { accessKeyId: 'AKID', secretAccessKey: 'secret' };
  return BedrockInvokeDialect.open(checked as BedrockInvokeConfig, { aws });
}

const chat = (content: string | null, over: object = {}) =>
  chunkOf({ id: 'chatcmpl-1', choices: [{ index: 0, delta: { content }, finish_reason: null }], ...over });
const stopped = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
const metrics = { 'amazon-bedrock-invocationMetrics': { inputTokenCount: 7, outputTokenCount: 5 } };

describe('Bedrock InvokeModel: requests', () => {
  const payload = { messages: [{ role: 'user', content: [{ text: 'Hi', type: 'text' }] }], max_tokens: 5 };

  it('contain the payload as JSON, are sent to the address of the operation, and are signed', async () => {
    for (const [stream, operation, acceptHeader] of [
      [false, 'invoke', 'accept'],
      [true, 'invoke-with-response-stream', 'x-amzn-bedrock-accept'],
    ] as const) {
      const { url, headers, body } = await (await dialect({ stream })).request(payload);
      const names = new Map(headers);
      assert.equal(url, `https://bedrock-runtime.eu-west-1.amazonaws.com/model/m/${operation}`);
      assert.equal(body, JSON.stringify(payload));
      assert.deepEqual(
        [names.get('content-type'), names.get(acceptHeader)],
        ['application/json', 'application/json'],
      );
      assert.match(
        names.get('authorization') ?? '',
        /Credential=AKID\/\d{8}\/eu-west-1\/bedrock\/aws4_request/,
      );
    }
  });

  it('BedrockInvoke never sends marker objects', async () => {
    const image = { type: 'image', data: new Uint8Array([1, 2, 3]) };
    const withBytes = { messages: [{ role: 'user', content: [image] }] } as JsonObject;
    for (const stream of [true, false]) {
      await assert.rejects(
        async () => (await dialect({ stream })).request(withBytes),
        /^UserError: The payload contains raw bytes, which bedrock-invoke cannot send/,
      );
    }
  });

  it('the caller’s payload object is unchanged after invoke', async () => {
    const adapter = await dialect();
    const same = frozen(structuredClone(payload) as JsonObject);
    assert.equal(adapter.prepare(same), same);
    await adapter.request(same);
    assert.deepEqual(same, payload);
  });

  it('are made from a prompt like in LLMeter’s create_payload', async () => {
    const adapter = await dialect();
    assert.equal(
      JSON.stringify(adapter.createPayload('Hi', { maxTokens: 9 })),
      '{"messages":[{"role":"user","content":[{"text":"Hi","type":"text"}]}],"max_tokens":9}',
    );
    assert.deepEqual(adapter.createPayload('Hi', { maxTokens: 9, system: 'Be brief.' })['messages'], [
      { role: 'system', content: [{ text: 'Be brief.', type: 'text' }] },
      { role: 'user', content: [{ text: 'Hi', type: 'text' }] },
    ]);
  });

  it('have the input text that their JMESPath finds, with lists joined, or none', async () => {
    const usual = await dialect();
    assert.equal(usual.inputText(payload), 'Hi');
    assert.equal(usual.inputText({ messages: [{ content: [{ text: 'a' }, { text: 'b' }] }] }), 'a\nb');
    assert.equal(usual.inputText({ messages: [{ content: 'plain' }] }), '');
    assert.equal(usual.inputText({ prompt: 'x' }), null);
    assert.equal((await dialect({ inputTextJmespath: 'prompt' })).inputText({ prompt: 'x' }), 'x');
    assert.equal((await dialect({ inputTextJmespath: 'abs(prompt)' })).inputText({ prompt: 'x' }), null);
  });

  it('an invalid JMESPath is refused with the name of its option', async () => {
    await assert.rejects(
      dialect({ generatedTextJmespath: 'choices[' }),
      /^UserError: "generatedTextJmespath" is not a JMESPath: /,
    );
    await dialect({ generatedTextJmespath: 'length(a)' });
  });

  it('the serialised endpoint equals LLMeter’s, key for key', async () => {
    const common = '{"endpoint_name":"amazon bedrock","model_id":"m","provider":"bedrock",';
    assert.equal(
      JSON.stringify((await dialect({ stream: false })).toDict()),
      `${common}"generated_text_jmespath":"choices[0].message.content","generated_token_count_jmespath":"usage.completion_tokens","input_text_jmespath":"messages[].content[].text","input_token_count_jmespath":"usage.prompt_tokens","region":"eu-west-1","endpoint_type":"BedrockInvoke"}`,
    );
    assert.equal(
      JSON.stringify(
        (await dialect({ generatedTextJmespath: 'delta.text', inputTokenCountJmespath: null })).toDict(),
      ),
      `${common}"generated_text_jmespath":"delta.text","generated_token_count_jmespath":"\\"amazon-bedrock-invocationMetrics\\".outputTokenCount","input_text_jmespath":"messages[].content[].text","input_token_count_jmespath":null,"region":"eu-west-1","endpoint_type":"BedrockInvokeStream"}`,
    );
  });
});

describe('Bedrock InvokeModel: answers', () => {
  const told = async (config: object, body: object, headers = ['x-amzn-requestid: req-1']) => {
    const player = await bedrockPlayer({ kind, stream: false, ...config });
    const { response } = player.play(
      whole(JSON.stringify(body), { headers: ['content-type: application/json', ...headers] }),
    );
    const { response_text, id, num_tokens_input, num_tokens_output, error, time_to_last_token } = response;
    return [response_text, id, num_tokens_input, num_tokens_output, error, time_to_last_token];
  };

  it('BedrockInvoke defaults parse a chat-completions body; custom JMESPaths replace them; no match → nulls, no error', async () => {
    const completion = {
      id: 'chatcmpl-1',
      choices: [{ message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 7, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 3 } },
    };
    assert.deepEqual(await told({}, completion), ['Hello', 'chatcmpl-1', 7, 5, null, 0.01]);
    const claude = {
      content: [
        { type: 'text', text: 'Hel' },
        { type: 'text', text: 'lo' },
      ],
      usage: { input_tokens: 7, output_tokens: 5 },
    };
    const paths = {
      generatedTextJmespath: 'content[].text',
      generatedTokenCountJmespath: 'usage.output_tokens',
      inputTokenCountJmespath: null,
    };
    // The list is joined with line breaks; the id is the request's. A null path reads no count, so the
    // words of the prompt are counted instead.
    assert.deepEqual((await told(paths, claude)).toSpliced(2, 1), ['Hel\nlo', 'req-1', 5, null, 0.01]);
    assert.deepEqual(await told({}, { outputs: [] }), [null, 'req-1', 2, null, null, 0.01]);
  });

  it('an answer without an id and without a request id gets the default id', async () => {
    const [, id] = await told({}, { choices: [] }, []);
    assert.match(String(id), /^[0-9a-f]{32}$/);
  });

  it('streams: text and times come from the chunks, the id and the token counts from the last ones', async () => {
    const { response, trace } = (await bedrockPlayer({ kind })).play(
      binaryStream(
        chat('', { id: 'first' }),
        chat(null),
        chat('Hel', { usage: { completion_tokens: 99 } }),
        chat('lo'),
        chunkOf({ id: 'last', ...stopped, ...metrics }),
      ),
    );
    const { response_text, id, num_tokens_input, num_tokens_output, num_tokens_input_cached } = response;
    assert.deepEqual(
      [response_text, id, num_tokens_input, num_tokens_output, num_tokens_input_cached, response.error],
      ['Hello', 'last', 7, 5, null, null],
    );
    assert.deepEqual(
      [response.time_to_first_token, response.time_to_last_token, trace.stopReason],
      [0.04, 0.05, 'stop'],
    );
  });

  it('BedrockInvokeStream takes token counts from amazon-bedrock-invocationMetrics; after an error event the chunks are still evaluated', async () => {
    const { response } = (await bedrockPlayer({ kind })).play(
      binaryStream(
        chat('Hel', { 'amazon-bedrock-invocationMetrics': { inputTokenCount: 1, outputTokenCount: 1 } }),
        exception('throttlingException', 'No.'),
        chat('lo', metrics),
        event('unknownEvent', {}),
      ),
    );
    const { response_text, id, num_tokens_input, num_tokens_output, error } = response;
    assert.deepEqual(
      [response_text, id, num_tokens_input, num_tokens_output, error],
      ['Hello', 'chatcmpl-1', 7, 5, 'Bedrock throttlingException: No.'],
    );
    assert.deepEqual([response.time_to_first_token, response.time_to_last_token], [0.02, 0.04]);
  });

  it('after a broken stream the chunks already received are still evaluated (text, id, counts)', async () => {
    const player = await bedrockPlayer({ kind });
    const last = chat('lo', metrics);
    const damaged = Buffer.from(last);
    damaged.writeUInt8(damaged.readUInt8(90) ^ 1, 90);
    for (const [recording, error] of [
      [cutStream(chat('Hel', metrics), last.subarray(0, 50)), /closed/],
      [binaryStream(chat('Hel', metrics), damaged, last), /checksum/],
      [binaryStream(chat('Hel', metrics), event('chunk', { bytes: 'bm8=' })), /not valid JSON/],
      [binaryStream(chat('Hel', metrics), event('chunk', {})), /a chunk has no bytes/],
    ] as const) {
      const { response } = player.play(recording);
      const { response_text, id, num_tokens_input, num_tokens_output } = response;
      assert.deepEqual([response_text, id, num_tokens_input, num_tokens_output], ['Hel', 'chatcmpl-1', 7, 5]);
      assert.match(response.error ?? '', error);
      assert.equal(response.time_to_last_token, 0.02);
    }
  });

  it('custom JMESPaths read other models’ chunks', async () => {
    const config = {
      kind,
      generatedTextJmespath: 'delta.[text]',
      generatedTokenCountJmespath: 'usage.output_tokens',
      inputTokenCountJmespath: 'message.usage.input_tokens',
    };
    const { response, trace } = (await bedrockPlayer(config)).play(
      binaryStream(
        chunkOf({ type: 'message_start', message: { id: 'msg_1', usage: { input_tokens: 7 } } }),
        chunkOf({ type: 'content_block_delta', delta: { type: 'text_delta', text: 'Hello' } }),
        chunkOf({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 5 } }),
        chunkOf({ type: 'message_stop', ...metrics }),
      ),
    );
    const { response_text, id, num_tokens_input, num_tokens_output, error } = response;
    assert.deepEqual(
      [response_text, id, num_tokens_input, num_tokens_output, error, trace.stopReason],
      ['Hello', 'req-1', 7, 5, null, 'end_turn'],
    );
  });

  for (const [what, bodies, message] of [
    ['is empty', [], 'The stream ended without a reason to stop.'],
    ['has a chat without a reason to stop', [chat('Hel')], 'The stream ended without a reason to stop.'],
    [
      'ends in the middle of an event',
      [chat('Hel'), chat('never').subarray(0, 60)],
      'The stream ended in the middle of an event.',
    ],
  ] as const) {
    it(`a stream that ${what} counts as interrupted, although its HTTP response is complete`, async () => {
      const { response, trace } = (await bedrockPlayer({ kind })).play(binaryStream(...bodies));
      assert.deepEqual([response.error, trace.reason], [message, 'interrupted']);
    });
  }

  it('a format without a known stop reason needs none', async () => {
    const { response } = (await bedrockPlayer({ kind, generatedTextJmespath: 'outputText' })).play(
      binaryStream(chunkOf({ outputText: 'Hel' }), chunkOf({ outputText: 'lo' })),
    );
    assert.deepEqual([response.response_text, response.error], ['Hello', null]);
  });

  it('an API exception yields error text, id, input_payload and input_prompt; TTLT null', async () => {
    for (const stream of [true, false]) {
      const { response, trace } = (await bedrockPlayer({ kind, stream })).play(
        whole('{"message":"The provided model identifier is invalid."}', {
          status: '400 Bad Request',
          headers: [
            'content-type: application/json',
            'x-amzn-requestid: req-1',
            'x-amzn-errortype: ValidationException',
          ],
        }),
      );
      assert.deepEqual(
        [response.error, response.input_prompt, response.time_to_last_token, trace.requestId, trace.reason],
        [
          'Bedrock validationException: The provided model identifier is invalid.',
          'Say hello.',
          null,
          'req-1',
          'badRequest',
        ],
      );
      assert.match(response.id ?? '', /^[0-9a-f]{32}$/);
      assert.deepEqual(response.input_payload, {
        messages: [{ role: 'user', content: [{ text: 'Say hello.', type: 'text' }] }],
        max_tokens: 64,
      });
    }
  });
});
