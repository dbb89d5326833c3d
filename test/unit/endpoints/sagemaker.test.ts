import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { JsonObject } from '../../../src/core/base/jsonValue.ts';
import { SageMakerDialect } from '../../../src/endpoints/sagemaker/adapter.ts';
import { type SageMakerConfig, sagemakerConfig } from '../../../src/endpoints/sagemaker/config.ts';
import { JsonLines } from '../../../src/endpoints/sagemaker/lines.ts';
import { binaryStream, cutStream, exception, payloadPart, signingPlayer } from './support/awsFrames.ts';
import { whole } from './support/replay.ts';
import { frozen } from './support/runs.ts';

const kind = 'sagemaker';
const aws = { accessKeyId: 'AKID', secretAccessKey: 'secret' };

function dialect(config: object = {}): Promise<SageMakerDialect> {
  const checked = sagemakerConfig.parse({
    kind,
    model: 'llama',
    endpointName: 'my-endpoint',
    region: 'eu-west-1',
    ...config,
  });
  return SageMakerDialect.open(checked as SageMakerConfig, { aws });
}

/** A line as TGI streams it, without the `data:` before it. */
const token = (text: string, over: object = {}) =>
  JSON.stringify({ index: 1, token: { id: 5, text, special: false }, generated_text: null, ...over });
const last = (text: string, details: object | null = { finish_reason: 'length', generated_tokens: 9 }) =>
  token(text, { generated_text: 'all of it', details });
const sse = (...lines: string[]) => lines.map(line => `data:${line}\n\n`).join('');
const parts = (...texts: string[]) => binaryStream(...texts.map(payloadPart));

describe('SageMaker: requests', () => {
  const payload = { inputs: 'Hi', parameters: { max_new_tokens: 5, details: true } };

  it('contain the payload as JSON, are sent to the address of the operation, and are signed for the service', async () => {
    for (const [stream, operation] of [
      [false, 'invocations'],
      [true, 'invocations-response-stream'],
    ] as const) {
      const { method, url, headers, body } = await (await dialect({ stream })).request(payload);
      const names = new Map(headers);
      assert.equal(
        `${method} ${url}`,
        `POST https://runtime.sagemaker.eu-west-1.amazonaws.com/endpoints/my-endpoint/${operation}`,
      );
      assert.equal(Buffer.from(body).toString(), JSON.stringify(payload));
      assert.equal(names.get('content-type'), 'application/json');
      assert.match(names.get('authorization') ?? '', /AKID\/\d{8}\/eu-west-1\/sagemaker\/aws4_request/);
    }
  });

  it('are sent to the endpoint that is named like the model if no other is named', async () => {
    const adapter = await dialect({ endpointName: undefined });
    assert.equal(adapter.identity.endpointName, 'llama');
    assert.match((await adapter.request(payload)).url, /\/endpoints\/llama\/invocations/);
  });

  it('are refused with raw bytes; endpoints are refused with a key or an invalid JMESPath', async () => {
    await assert.rejects(
      async () => (await dialect()).request({ inputs: new Uint8Array([1]) }),
      /^UserError: The payload contains raw bytes, which sagemaker cannot send/,
    );
    const config = sagemakerConfig.parse({ kind, model: 'm' }) as SageMakerConfig;
    await assert.rejects(
      SageMakerDialect.open(config, { apiKey: 'k' }),
      /^UserError: .*does not accept an API key/,
    );
    await assert.rejects(
      dialect({ tokenCountJmespath: 'details[' }),
      /^UserError: "tokenCountJmespath" is not a JMESPath: /,
    );
  });

  it('the caller’s payload object is unchanged after invoke', async () => {
    const given = { ...payload, parameters: { ...payload.parameters, decoder_input_details: true } };
    for (const stream of [true, false]) {
      const adapter = await dialect({ stream });
      const same = frozen(structuredClone(given) as JsonObject);
      await adapter.request(adapter.prepare(same));
      assert.deepEqual(same, given);
    }
  });

  it('stream unless the payload says otherwise, without the details of the prompt', async () => {
    const asked = { ...payload, parameters: { max_new_tokens: 5, decoder_input_details: true } };
    const streaming = await dialect();
    assert.equal(
      JSON.stringify(streaming.prepare(asked)),
      '{"inputs":"Hi","parameters":{"max_new_tokens":5},"stream":true}',
    );
    assert.deepEqual(streaming.prepare({ inputs: 'Hi', stream: false }), { inputs: 'Hi', stream: false });
    assert.equal((await dialect({ stream: false })).prepare(asked), asked);
  });

  it('are made from a prompt like in LLMeter’s create_payload', async () => {
    const made = async (stream: boolean) =>
      JSON.stringify((await dialect({ stream })).createPayload('Hi', { maxTokens: 9 }));
    const common = '{"inputs":"Hi","parameters":{"max_new_tokens":9,"details":true}';
    assert.deepEqual([await made(false), await made(true)], [`${common}}`, `${common},"stream":true}`]);
    const adapter = await dialect();
    assert.throws(
      () => adapter.createPayload('Hi', { maxTokens: 9, system: 'Be brief.' }),
      /^UserError: sagemaker does not support a system prompt/,
    );
  });

  it('have the input text that their JMESPath finds', async () => {
    assert.equal((await dialect()).inputText(payload), 'Hi');
    assert.equal((await dialect()).inputText({ inputs: ['a', 'b'] }), 'a\nb');
    assert.equal((await dialect()).inputText({ prompt: 'Hi' }), null);
    assert.equal((await dialect({ inputTextJmespath: 'prompt' })).inputText({ prompt: 'Hi' }), 'Hi');
    assert.equal((await dialect({ inputTextJmespath: 'abs(inputs)' })).inputText(payload), null);
  });

  it('the serialised endpoint equals LLMeter’s, key for key', async () => {
    const common = '{"endpoint_name":"my-endpoint","model_id":"llama","provider":"sagemaker",';
    assert.equal(
      JSON.stringify((await dialect({ stream: false })).toDict()),
      `${common}"generated_text_jmespath":"generated_text","input_text_jmespath":"inputs","token_count_jmespath":"details.generated_tokens","kwargs":{},"region":"eu-west-1","endpoint_type":"SageMakerEndpoint"}`,
    );
    const own = { generatedTextJmespath: '[0].text', tokenCountJmespath: null };
    assert.equal(
      JSON.stringify((await dialect(own)).toDict()),
      `${common}"generated_text_jmespath":"[0].text","input_text_jmespath":"inputs","token_count_jmespath":null,"kwargs":{},"region":"eu-west-1","endpoint_type":"SageMakerStreamEndpoint"}`,
    );
  });

  it('its models are the endpoints in service, listed by another service in the region', async () => {
    const adapter = await dialect();
    const { url, headers, body } = await adapter.modelsRequest();
    const named = Object.fromEntries(headers);
    assert.deepEqual(
      [url, named['x-amz-target'], JSON.parse(String(body)).StatusEquals],
      ['https://api.sagemaker.eu-west-1.amazonaws.com/', 'SageMaker.ListEndpoints', 'InService'],
    );
    assert.match(named['authorization'] ?? '', /\/eu-west-1\/sagemaker\/aws4_request/);
    const local = await dialect({ baseUrl: 'http://127.0.0.1:9/proxy/' });
    assert.equal((await local.modelsRequest()).url, 'http://127.0.0.1:9/proxy/');
    const body200 = { Endpoints: [{ EndpointName: 'a' }, { EndpointName: 'b' }, {}] };
    assert.deepEqual([adapter.modelIds(body200), adapter.modelIds('strange')], [['a', 'b'], []]);
  });
});

describe('SageMaker: answers', () => {
  const told = async (config: object, body: unknown) => {
    const player = await signingPlayer({ kind, stream: false, ...config });
    const headers = ['content-type: application/json', 'x-amzn-requestid: req-1'];
    const { response } = player.play(whole(JSON.stringify(body), { headers }));
    const { response_text, id, retries, num_tokens_output, error, time_to_last_token } = response;
    return [response_text, id, retries, num_tokens_output, error, time_to_last_token];
  };
  const details = { finish_reason: 'eos_token', generated_tokens: 5 };

  it('TTLT is a duration; id and retries are the request’s; list bodies work with [0].generated_text', async () => {
    const answer = { generated_text: 'Hello', details };
    assert.deepEqual(await told({}, answer), ['Hello', 'req-1', 0, 5, null, 0.01]);
    const paths = {
      generatedTextJmespath: '[0].generated_text',
      tokenCountJmespath: '[0].details.generated_tokens',
    };
    assert.deepEqual(await told(paths, [answer]), ['Hello', 'req-1', 0, 5, null, 0.01]);
  });

  it('input_prompt is read with input_text_jmespath; input_payload is what was sent; a missing id becomes the default', async () => {
    for (const stream of [true, false]) {
      const player = await signingPlayer({ kind, stream });
      const { response } = player.play(whole('{"generated_text":"Hello"}'));
      const { input_prompt, input_payload, response_text, id } = response;
      const sent = { inputs: 'Say hello.', parameters: { max_new_tokens: 64, details: true } };
      assert.deepEqual(
        [input_prompt, input_payload, response_text],
        ['Say hello.', stream ? { ...sent, stream: true } : sent, 'Hello'],
      );
      assert.match(id ?? '', /^[0-9a-f]{32}$/);
    }
  });

  it('no text at the path is not an error', async () => {
    const paths = { generatedTextJmespath: 'answer' };
    assert.deepEqual(await told(paths, [{ generated_text: 'Hello' }]), [null, 'req-1', 0, null, null, 0.01]);
  });

  it('other forms are read if no path was chosen', async () => {
    assert.deepEqual(await told({}, [{ generated_text: 'Hello' }]), ['Hello', 'req-1', 0, 1, null, 0.01]);
    const chat = { choices: [{ message: { content: 'Hello' }, finish_reason: 'stop' }] };
    assert.deepEqual(await told({}, chat), ['Hello', 'req-1', 0, 1, null, 0.01]);
  });

  it('an error instead of an answer is reported', async () => {
    assert.deepEqual((await told({}, { error: 'overloaded' })).slice(0, 5), [
      null,
      'req-1',
      0,
      null,
      'overloaded',
    ]);
  });

  it('a refusal has AWS’s type and message; a ModelError contains the container’s own message', async () => {
    for (const stream of [true, false]) {
      const player = await signingPlayer({ kind, stream });
      const { response, trace } = player.play(
        whole(
          '{"ErrorCode":"X","Message":"Received server error (500) from primary","OriginalStatusCode":500}',
          {
            status: '424 Failed Dependency',
            headers: [
              'content-type: application/json',
              'x-amzn-requestid: req-1',
              'x-amzn-errortype: ModelError',
            ],
          },
        ),
      );
      assert.deepEqual(
        [response.error, response.input_prompt, response.time_to_last_token, trace.reason, trace.requestId],
        [
          'SageMaker modelError: Received server error (500) from primary',
          'Say hello.',
          null,
          'provider',
          'req-1',
        ],
      );
      assert.match(response.id ?? '', /^[0-9a-f]{32}$/);
    }
  });

  it('throttling is a rate limit, whatever its status', async () => {
    const { trace } = (await signingPlayer({ kind })).play(
      whole('{"Message":"Rate exceeded"}', {
        status: '400 Bad Request',
        headers: ['content-type: application/json', 'x-amzn-errortype: ThrottlingException'],
      }),
    );
    assert.equal(trace.reason, 'rateLimit');
  });
});

describe('SageMaker: streams', () => {
  const play = async (config: object, recording: ReturnType<typeof parts>) => {
    const player = await signingPlayer({ kind, ...config });
    const { response, trace } = player.play(recording);
    const { response_text, id, time_to_first_token, time_to_last_token, num_tokens_output, error } = response;
    const times = [time_to_first_token, time_to_last_token];
    return { text: response_text, id, times, tokens: num_tokens_output, error, trace };
  };

  it('lines split across parts are put together, with and without data:; details.generated_tokens wins', async () => {
    const lines = [token('Grü'), token('ße'), last('!')];
    for (const text of [sse(...lines), lines.map(line => `${line}\n`).join(''), lines.join('\r\n')]) {
      const bytes = Buffer.from(text);
      for (const size of [7, 40, bytes.length]) {
        const cut = [];
        for (let start = 0; start < bytes.length; start += size) {
          cut.push(payloadPart(bytes.subarray(start, start + size)));
        }
        const seen = await play({}, binaryStream(...cut));
        assert.deepEqual(
          [seen.text, seen.tokens, seen.error, seen.id, seen.trace.stopReason],
          ['Grüße!', 9, null, 'req-1', 'length'],
        );
      }
    }
  });

  it('TTFT is that of the first line, even without text; TTLT is the end of the stream', async () => {
    const seen = await play({}, parts(sse(token('')), sse(token('a')), sse(last('')), 'data:[DONE]\n\n'));
    assert.deepEqual(seen.times, [0.02, 0.06]);
    assert.deepEqual(
      [seen.text, seen.trace.ttft, seen.trace.ttftAny, seen.trace.ttlt, seen.trace.chunks],
      ['a', 0.03, 0.02, 0.04, 3],
    );
  });

  it('tokens are counted by lines without details, and later by a tokenizer without a path', async () => {
    const stream = parts(sse(token('a'), token('b')), sse(last('', null)));
    const counted = async (config: object) => {
      const { tokens, trace } = await play(config, stream);
      return [tokens, trace.tokenSourceOutput];
    };
    assert.deepEqual(await counted({}), [3, 'usage']);
    assert.deepEqual(await counted({ tokenCountJmespath: null }), [1, 'estimate']);
  });

  it('a format without an end marker ends with the answer', async () => {
    const lines = '{"token":{"text":"a"}}\n{"token":{"text":"b"}}\n';
    const { text, tokens, error } = await play({}, parts(lines));
    assert.deepEqual([text, tokens, error], ['ab', 2, null]);
  });

  it('an error of the container or of SageMaker keeps the text and times before it', async () => {
    const first = payloadPart(sse(token('Hel'), token('lo')));
    const broken = payloadPart(sse('{"error":"CUDA out of memory","error_type":"generation"}'));
    for (const [next, error, reason] of [
      [broken, 'CUDA out of memory', 'provider'],
      [payloadPart('data:{"error":{"message":"No."}}\n\n'), 'No.', 'provider'],
      [exception('ModelStreamError', 'It broke.'), 'SageMaker modelStreamError: It broke.', 'provider'],
      [exception('InternalStreamFailure', 'No.'), 'SageMaker internalStreamFailure: No.', 'server'],
    ] as const) {
      const seen = await play({}, binaryStream(first, next));
      assert.deepEqual(
        [seen.text, seen.times, seen.tokens, seen.id, seen.error, seen.trace.reason],
        ['Hello', [0.02, 0.02], 2, 'req-1', error, reason],
      );
    }
  });

  for (const [what, recording, error, reason] of [
    ['is empty', binaryStream(), 'The stream ended without a token.', 'interrupted'],
    [
      'has no reason to stop',
      parts(sse(token('a'))),
      'The stream ended without a reason to stop.',
      'interrupted',
    ],
    [
      'ends inside an event',
      binaryStream(payloadPart(sse(last('a'))), payloadPart('data:').subarray(0, 60)),
      'The stream ended in the middle of an event.',
      'interrupted',
    ],
    [
      'is broken off',
      cutStream(payloadPart(sse(token('a')))),
      'The connection was closed before the answer was complete.',
      'interrupted',
    ],
  ] as const) {
    it(`a stream that ${what} is an error`, async () => {
      const seen = await play({}, recording);
      assert.deepEqual([seen.error, seen.trace.reason], [error, reason]);
    });
  }

  it('invalid JSON is reported, and what came before it is kept', async () => {
    const seen = await play({}, parts(sse(token('a'), '{"token":{"te', last('b'))));
    assert.match(seen.error ?? '', /^The answer could not be read as sagemaker .*JSON/);
    assert.deepEqual([seen.text, seen.trace.reason, seen.tokens], ['a', 'protocol', 1]);
  });

  it('the words of a container that fails in plain text are its error, and what came before is kept', async () => {
    for (const text of [`${token('a')}\nInternal error\n`, sse(token('a'), 'Internal error')]) {
      const seen = await play({}, parts(text));
      assert.deepEqual([seen.text, seen.error, seen.trace.reason], ['a', 'Internal error', 'provider']);
    }
  });

  it('chat completions are read without a path, and their chunks are not counted as tokens', async () => {
    const chunk = (delta: object, finish: string | null = null) =>
      sse(JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] }));
    const bodies = [chunk({ content: 'Hel' }), chunk({ content: 'lo you' }), chunk({}, 'stop')];
    const seen = await play({}, parts(...bodies));
    assert.deepEqual([seen.text, seen.error, seen.trace.tokenSourceOutput], ['Hello you', null, 'estimate']);
  });

  it('a stream without anything at the chosen path names it', async () => {
    const seen = await play({ generatedTextJmespath: 'x' }, parts(sse('{"y":1}')));
    assert.match(seen.error ?? '', /without a token.*"generatedTextJmespath"/);
  });

  it('custom JMESPaths read other formats such as chat completions', async () => {
    const chunk = (delta: object, finish: string | null = null) =>
      JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] });
    const usage = JSON.stringify({ choices: [], usage: { completion_tokens: 7 } });
    const config = {
      generatedTextJmespath: 'choices[0].delta.content',
      tokenCountJmespath: 'usage.completion_tokens',
    };
    const bodies = [{ role: 'assistant', content: '' }, { content: 'Hel' }, { content: 'lo' }].map(delta =>
      sse(chunk(delta)),
    );
    const seen = await play(config, parts(...bodies, sse(chunk({}, 'stop'), usage, '[DONE]')));
    assert.deepEqual(
      [seen.text, seen.times, seen.tokens, seen.error, seen.trace.stopReason],
      ['Hello', [0.03, 0.06], 7, null, 'stop'],
    );
  });
});

describe('JSON lines of a container', () => {
  it('are the same however the bytes are cut: as events, as lines, and mixed with other fields', () => {
    const document = fc.record({ a: fc.string({ unit: 'binary' }), b: fc.jsonValue() });
    const form = fc.constantFrom(
      (json: string) => `${json}\n`,
      (json: string) => `data:${json}\n\n`,
      (json: string) => `: hello\r\nevent: x\r\nid: 1\r\ndata: ${json}\r\n\r\n`,
      (json: string) => `data: ${json}\n`,
    );
    const cuts = fc.array(fc.nat());
    fc.assert(
      fc.property(fc.array(fc.tuple(document, form)), cuts, (items, places) => {
        const bytes = Buffer.from(items.map(([json, write]) => write(JSON.stringify(json))).join(''));
        const ends = [...places.map(place => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
        const seen: unknown[] = [];
        const lines = new JsonLines(json => seen.push(json));
        let start = 0;
        for (const end of ends) {
          lines.feed(bytes.subarray(start, end));
          start = end;
        }
        lines.end();
        assert.deepEqual(
          seen,
          items.map(([json]) => JSON.parse(JSON.stringify(json))),
        );
      }),
    );
  });

  it('a document may take several lines of an event', () => {
    const seen: unknown[] = [];
    const lines = new JsonLines(json => seen.push(json));
    lines.feed(Buffer.from('data: {"a":\ndata: 1}\n\ndata: {"a":'));
    assert.deepEqual(seen, [{ a: 1 }]);
    assert.throws(() => lines.end(), /not valid JSON/);
  });
});
