import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import type { Exchange } from '../../../../src/endpoints/contract/endpoint.ts';
import { type EndpointConfigInput, endpointConfigSchema } from '../../../../src/endpoints/kinds.ts';
import { createEndpoint } from '../../../../src/endpoints/registry.ts';
import { HttpTransport } from '../../../../src/endpoints/transport/httpTransport.ts';
import { systemClock } from '../../../../src/measure/run/systemClock.ts';
import { fixed } from '../../../../src/simulator/scenario/distribution.ts';
import { type Simulator, startSimulator } from '../../../../src/simulator/simulator.ts';
import { okResponse, type RawServer, startRawServer } from '../support/rawServer.ts';
import { runAll } from '../support/runs.ts';

const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';

function connect(config: object) {
  const checked = endpointConfigSchema.parse({
    model: 'us.some.model-v1:0',
    ...config,
  } as EndpointConfigInput);
  const aws = { accessKeyId: 'AKID', secretAccessKey, sessionToken: 'session' };
  const transport = new HttpTransport({ clock: systemClock, environment: {} });
  return createEndpoint(checked, { aws }, transport, systemClock);
}

const hash = (data: string) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();

/** The signature that a request should have, by AWS's description of Signature Version 4. */
function signatureOf(head: string, body: string): { expected: string; found: string; names: string[] } {
  const [requestLine = '', ...lines] = head.split('\r\n');
  const headers = new Map(
    lines.map(line => [line.split(': ', 1)[0] ?? '', line.slice(line.indexOf(': ') + 2)]),
  );
  const [, scope = '', signed = '', found = ''] =
    /Credential=AKID\/(\S+), SignedHeaders=(\S+), Signature=(\w+)/.exec(headers.get('authorization') ?? '') ??
    [];
  const names = signed.split(';');
  const [method, path = ''] = requestLine.split(' ');
  // Every segment of the path is encoded a second time.
  const canonicalPath = path.split('/').map(encodeURIComponent).join('/');
  const canonical = [
    method,
    canonicalPath,
    '',
    ...names.map(name => `${name}:${headers.get(name)}`),
    '',
    signed,
    hash(body),
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', headers.get('x-amz-date'), scope, hash(canonical)].join('\n');
  const key = scope
    .split('/')
    .reduce<string | Buffer>((part, step) => hmac(part, step), `AWS4${secretAccessKey}`);
  return { expected: hmac(key, text).toString('hex'), found, names };
}

/** Everything that is reached with AWS credentials. */
const reached = [
  { kind: 'bedrock-converse', provider: 'bedrock' },
  { kind: 'bedrock-invoke', provider: 'bedrock' },
  { kind: 'sagemaker', provider: 'sagemaker' },
  { kind: 'anthropic-messages', provider: 'bedrock' },
  { kind: 'anthropic-messages', provider: 'bedrock-mantle' },
  { kind: 'openai-chat', provider: 'bedrock' },
  { kind: 'openai-chat', provider: 'bedrock-mantle' },
  { kind: 'openai-responses', provider: 'bedrock' },
  { kind: 'openai-responses', provider: 'bedrock-mantle' },
] as const;

describe('AWS requests on the wire', () => {
  for (const { kind, provider } of reached) {
    it(`${kind}, ${provider}: the transport sends exactly what was signed`, async () => {
      const server = await startRawServer(socket =>
        socket.write(okResponse('{"output":{"message":{"content":[]}}}')),
      );
      try {
        const endpoint = await connect({
          kind,
          provider,
          stream: false,
          baseUrl: `http://127.0.0.1:${server.port}/proxy`,
          headers: { 'X-Team': 'blue' },
        });
        await runAll({ endpoint, payloads: [endpoint.createPayload('Grüße, 世界', { maxTokens: 5 })] });
        const { head, body } = server.requests[0] ?? { head: '', body: '' };
        const { expected, found, names } = signatureOf(head, body);
        assert.equal(found, expected);
        for (const name of ['host', 'content-type', 'x-amz-date', 'x-amz-security-token', 'x-team']) {
          assert.ok(names.includes(name), name);
        }
        endpoint.close();
      } finally {
        await server.close();
      }
    });
  }

  it('are signed again for each attempt, outside the measured time', async () => {
    const server = await startRawServer(socket =>
      socket.write(okResponse('{"output":{"message":{"content":[]}}}')),
    );
    try {
      const endpoint = await connect({
        kind: 'bedrock-converse',
        stream: false,
        baseUrl: `http://127.0.0.1:${server.port}`,
      });
      const payload = endpoint.createPayload('Hi', { maxTokens: 5 });
      const sent: number[] = [];
      for (let i = 0; i < 2; i += 1) {
        const request = await endpoint.ready(payload);
        const signed = systemClock.now();
        const exchange = await new Promise<Exchange>(resolve => endpoint.invoke(request, 5000, resolve));
        assert.ok(exchange.wire.sentAt >= signed);
        sent.push(exchange.wire.sentAt);
      }
      const invocations = server.requests.map(({ head }) => /amz-sdk-invocation-id: (\S+)/.exec(head)?.[1]);
      assert.equal(new Set(invocations).size, 2);
      endpoint.close();
    } finally {
      await server.close();
    }
  });
});

describe('the life of a Bedrock request', () => {
  let server: RawServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });
  const connected = (kind: string) =>
    connect({ kind, stream: false, baseUrl: `http://127.0.0.1:${server?.port}` });

  for (const { kind, answer, payload } of [
    {
      kind: 'bedrock-converse',
      answer: '{"output":{"message":{"role":"assistant","content":[{"text":"Hello"}]}}}',
      payload: (text: string) => ({ messages: [{ role: 'user', content: [{ text }] }], modelId: 'theirs' }),
    },
    {
      kind: 'bedrock-invoke',
      answer: '{"id":"chatcmpl-1","choices":[{"message":{"content":"Hello"}}]}',
      payload: (text: string) => ({ messages: [{ role: 'user', content: [{ text, type: 'text' }] }] }),
    },
  ]) {
    describe(kind, () => {
      it('input_prompt comes from the payload; input_payload is what was sent', async () => {
        server = await startRawServer(socket => socket.write(okResponse(answer)));
        const { records } = await runAll({ endpoint: await connected(kind), payloads: [payload('Hi')] });
        const { input_prompt, input_payload, error } = records[0]?.response ?? {};
        const forced = { inferenceConfig: {}, modelId: 'us.some.model-v1:0' };
        assert.deepEqual(
          [input_prompt, input_payload, error],
          ['Hi', { ...payload('Hi'), ...(kind === 'bedrock-converse' && forced) }, null],
        );
        const { modelId: _, ...inBody } = { modelId: '', ...input_payload };
        assert.deepEqual(JSON.parse(server.requests[0]?.body ?? ''), inBody);
      });

      it('an API exception yields error text, id, request_time, input_payload and input_prompt; TTLT null', async () => {
        const refusal = '{"message":"It broke"}';
        server = await startRawServer(socket =>
          socket.write(
            `HTTP/1.1 500 Oops\r\nx-amzn-errortype: InternalServerException\r\ncontent-length: ${refusal.length}\r\n\r\n${refusal}`,
          ),
        );
        const before = Date.now();
        const { records } = await runAll({ endpoint: await connected(kind), payloads: [payload('Hi')] });
        const { response } = records[0] ?? {};
        assert.deepEqual(
          [response?.error, response?.input_prompt, response?.time_to_last_token, response?.retries],
          ['Bedrock internalServerException: It broke', 'Hi', null, 0],
        );
        assert.match(response?.id ?? '', /^[0-9a-f]{32}$/);
        assert.ok((response?.request_time ?? 0) >= before);
        assert.deepEqual(response?.input_payload?.['messages'], payload('Hi').messages);
      });

      it('two concurrent invokes on one endpoint object do not influence each other', async () => {
        const waiting: (() => void)[] = [];
        server = await startRawServer((socket, { body }) => {
          const name = JSON.parse(body).messages[0].content[0].text;
          const headers = `x-amzn-requestid: ${name}\r\n`;
          const named = answer.replace('Hello', `Hello ${name}`).replace('chatcmpl-1', name);
          waiting.push(() => socket.write(okResponse(named, headers)));
          // Answered in the wrong order, once all are there.
          if (waiting.length === 3) for (const each of waiting.reverse()) each();
        });
        const endpoint = await connected(kind);
        const exchanges = ['A', 'B', 'C'].map(async name => {
          const request = await endpoint.ready(payload(name));
          return new Promise<string[]>(resolve =>
            endpoint.invoke(request, 5000, exchange => {
              const told: string[] = [];
              exchange.read(read => {
                if (read.type === 'id') told.push(read.id);
                if (read.type === 'text') told.push(read.text);
              });
              resolve(told);
            }),
          );
        });
        assert.deepEqual(await Promise.all(exchanges), [
          ['A', 'Hello A'],
          ['B', 'Hello B'],
          ['C', 'Hello C'],
        ]);
        endpoint.close();
      });
    });
  }
});

describe('200 concurrent streams', () => {
  const clients = 200;
  const tokens = 20;
  let simulator: Simulator;
  before(async () => {
    simulator = await startSimulator({
      overrides: { ttft: fixed(0.01), itl: fixed(0.001), tokens: fixed(tokens), reasoningTokens: fixed(0) },
    });
  });
  after(() => simulator.close());

  for (const { kind, provider } of reached) {
    it(`${kind}, ${provider}: nothing throttles; the server is halfway through all answers at once`, async () => {
      const known = simulator.truth().length;
      const endpoint = await connect({ kind, provider, baseUrl: `${simulator.url}/stall` });
      const payload = endpoint.createPayload('Hi', { maxTokens: 100 });
      const requests = await Promise.all(Array.from({ length: clients }, () => endpoint.ready(payload)));
      const ended: Exchange[] = [];
      const pending = requests.map(request =>
        endpoint.invoke(request, 60_000, exchange => ended.push(exchange)),
      );
      // The server records a stalled answer when it has written its last token.
      while (simulator.truth().length < known + clients) await new Promise(setImmediate);
      assert.deepEqual([ended.length, simulator.stats().connections], [0, clients]);
      for (const each of pending) each.abort('Seen enough.');
      assert.equal(ended.length, clients);
      endpoint.close();
    });

    it(`${kind}, ${provider}: all are read to the end, one request after another`, async () => {
      const endpoint = await connect({ kind, provider, baseUrl: simulator.url });
      const { records } = await runAll({ endpoint, clients, requests: 2, timeout: 60 });
      assert.equal(records.length, clients * 2);
      for (const { response, trace } of records) {
        assert.deepEqual([response.error, response.num_tokens_output, trace?.chunks], [null, tokens, tokens]);
      }
      endpoint.close();
    });
  }
});
