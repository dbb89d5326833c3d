// How LLMeter handles one request, checked for both APIs.
import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/core/base/jsonValue.ts';
import { HttpEndpoint } from '../../../src/endpoints/http/httpEndpoint.ts';
import type { EndpointConfigInput } from '../../../src/endpoints/kinds.ts';
import { OpenAIChatDialect } from '../../../src/endpoints/openaiChat/adapter.ts';
import { type OpenAIChatConfig, openaiChatConfig } from '../../../src/endpoints/openaiChat/config.ts';
import type { EncodedRequest, HttpExchange } from '../../../src/endpoints/transport/httpExchange.ts';
import { VirtualClock } from './support/clocks.ts';
import { okResponse, type RawServer, startRawServer } from './support/rawServer.ts';
import { chunk, Player, RecordedTransport, streamed } from './support/replay.ts';
import { frozen, realEndpoint, runAll } from './support/runs.ts';

const chatChunk = (delta: object, over: object = {}) =>
  `data: ${JSON.stringify({ id: 'chatcmpl-1', choices: [{ index: 0, delta, finish_reason: null }], ...over })}\n\n`;
const chatEnd = `${chatChunk({}, { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}data: [DONE]\n\n`;

const event = (type: string, fields: object) =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
const delta = (fields: object) => event('content_block_delta', { index: 0, delta: fields });
const messageStart = event('message_start', {
  message: {
    id: 'msg_1',
    role: 'assistant',
    content: [],
    usage: { input_tokens: 7, cache_read_input_tokens: 3, output_tokens: 1 },
  },
});
const messageStop = event('message_stop', {});

const answers = {
  'openai-chat': {
    whole:
      '{"id":"chatcmpl-1","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}',
    partial: chatChunk(
      { role: 'assistant', content: 'Hel' },
      { usage: { prompt_tokens: 7, completion_tokens: 1 } },
    ),
    id: 'chatcmpl-1',
  },
  'anthropic-messages': {
    whole:
      '{"id":"msg_1","type":"message","role":"assistant","content":[{"type":"text","text":"Hello"}],"stop_reason":"end_turn"}',
    partial: messageStart + delta({ type: 'text_delta', text: 'Hel' }),
    id: 'msg_1',
  },
} as const;

const sseHead = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n';

describe('the life of a request', () => {
  let server: RawServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  it('prepare_payload time is not part of TTFT and TTLT; request_time precedes the first byte sent', async () => {
    const clock = new VirtualClock(0);
    const sentWall: number[] = [];
    class SlowToPrepare extends OpenAIChatDialect {
      override prepare(payload: JsonObject): JsonObject {
        clock.advance(5000);
        return super.prepare(payload);
      }
    }
    class Transport extends RecordedTransport {
      override send(request: EncodedRequest, timeout: number, done: (exchange: HttpExchange) => void) {
        sentWall.push(clock.wall());
        return super.send(request, timeout, exchange => queueMicrotask(() => done(exchange)));
      }
    }
    const transport = new Transport(clock);
    transport.recording = streamed(chatChunk({ content: 'a' }), chatChunk({ content: 'b' }), chatEnd);
    const config = openaiChatConfig.parse({ kind: 'openai-chat', model: 'm' }) as OpenAIChatConfig;
    const endpoint = new HttpEndpoint(new SlowToPrepare(config, {}), transport, clock, {
      kind: 'openai-chat',
      model: 'm',
      baseUrl: '',
      keyAdvice: '',
      keySource: '',
    });
    const { records } = await runAll({ endpoint, clock });
    const response = records[0]?.response;
    assert.deepEqual([response?.time_to_first_token, response?.time_to_last_token], [0.02, 0.03]);
    assert.deepEqual([response?.request_time], sentWall);
    assert.equal(sentWall[0], Date.UTC(2026, 0, 1, 12) + 5000);
  });

  for (const kind of ['openai-chat', 'anthropic-messages'] as const) {
    const { whole, partial, id } = answers[kind];
    const endpointFor = (stream: boolean) =>
      realEndpoint({
        kind,
        model: 'm',
        stream,
        baseUrl: `http://127.0.0.1:${server?.port}`,
      } as EndpointConfigInput);

    describe(kind, () => {
      it('input_prompt comes from the payload before the client changed it; input_payload is what was sent', async () => {
        server = await startRawServer(socket => socket.write(okResponse(whole)));
        const payload = {
          messages: [{ role: 'user', content: 'Hi' }],
          max_tokens: 5,
          model: 'theirs',
          extra: { a: 1 },
        };
        const { records } = await runAll({ endpoint: await endpointFor(false), payloads: [payload] });
        const response = records[0]?.response;
        assert.equal(response?.input_prompt, 'Hi');
        assert.deepEqual(response?.input_payload, JSON.parse(server.requests[0]?.body ?? ''));
        assert.deepEqual(
          [response?.input_payload?.['model'], response?.input_payload?.['extra']],
          ['m', { a: 1 }],
        );
      });

      it('the caller’s payload object is unchanged after invoke', async () => {
        server = await startRawServer(socket => socket.write(okResponse(whole)));
        for (const stream of [true, false]) {
          const payload = frozen({
            messages: [{ role: 'user', content: 'Hi' }],
            max_tokens: 5,
            stream: !stream,
            model: 'x',
          });
          const { records } = await runAll({ endpoint: await endpointFor(stream), payloads: [payload] });
          assert.equal(records[0]?.response.error, null);
        }
      });

      it('an API exception yields error text, id, request_time, input_payload and input_prompt; TTLT null', async () => {
        const refusal = '{"error":{"type":"api_error","message":"It broke"}}';
        server = await startRawServer(socket =>
          socket.write(`HTTP/1.1 500 Oops\r\ncontent-length: ${refusal.length}\r\n\r\n${refusal}`),
        );
        const before = Date.now();
        const { records } = await runAll({ endpoint: await endpointFor(true) });
        const { response } = records[0] ?? {};
        assert.match(response?.error ?? '', /It broke/);
        assert.match(response?.id ?? '', /^[0-9a-f]{32}$/);
        assert.ok((response?.request_time ?? 0) >= before);
        assert.deepEqual(
          [
            response?.input_prompt,
            response?.input_payload?.['model'],
            response?.time_to_first_token,
            response?.time_to_last_token,
          ],
          ['Say hello in one short sentence.', 'm', null, null],
        );
      });

      it('a mid-stream failure keeps text, TTFT, id and token counts received so far', async () => {
        server = await startRawServer(socket => socket.end(sseHead + chunk(partial)));
        const { records } = await runAll({ endpoint: await endpointFor(true) });
        const { response, trace } = records[0] ?? {};
        assert.deepEqual(
          [response?.response_text, response?.id, response?.num_tokens_input, trace?.reason],
          ['Hel', id, 7, 'interrupted'],
        );
        assert.ok((response?.time_to_first_token ?? 0) > 0);
        assert.equal(response?.time_to_last_token, response?.time_to_first_token);
        assert.notEqual(response?.error, null);
      });

      it('a successful response without a TTLT gets one', async () => {
        const player = await Player.for({ kind, model: 'm' } as EndpointConfigInput);
        const { response } = player.play(
          streamed(kind === 'openai-chat' ? chatEnd : messageStart + messageStop),
        );
        assert.deepEqual(
          [response.error, response.response_text, response.time_to_last_token],
          [null, null, 0.03],
        );
      });

      it('a response without an id gets the default id', async () => {
        const player = await Player.for({ kind, model: 'm', stream: false } as EndpointConfigInput);
        const body = whole.replace(/"id":"[^"]*",/, '');
        const { response, trace } = player.play([{ bytes: Buffer.from(okResponse(body)), at: 10 }]);
        assert.match(response.id ?? '', /^[0-9a-f]{32}$/);
        assert.equal(trace.id, response.id);
      });

      it('two concurrent invokes on one endpoint object do not influence each other', async () => {
        const waiting: (() => void)[] = [];
        server = await startRawServer((socket, { body }) => {
          const name = JSON.parse(body).messages[0].content;
          waiting.push(() =>
            socket.write(okResponse(whole.replace('Hello', `Hello ${name}`).replace(id, name))),
          );
          // Answered in the wrong order, once all are there.
          if (waiting.length === 3) for (const answer of waiting.reverse()) answer();
        });
        const payloads = ['A', 'B', 'C'].map(name => ({
          messages: [{ role: 'user', content: name }],
          max_tokens: 5,
        }));
        const endpoint = await endpointFor(false);
        const exchanges = payloads.map(async payload => {
          const request = await endpoint.ready(payload);
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

describe('what a stream’s events do', () => {
  const play = async (config: object, ...bodies: string[]) =>
    (await Player.for({ kind: 'openai-chat', model: 'm', ...config } as EndpointConfigInput)).play(
      streamed(...bodies),
    );

  it('chat: role-only, empty, tool-call and usage-only chunks do not set TTFT; first non-null id kept', async () => {
    const { response } = await play(
      {},
      chatChunk({ role: 'assistant' }, { id: null }),
      chatChunk({ role: 'assistant', content: '' }, { id: 'first' }),
      chatChunk({ content: null }, { id: 'second' }),
      chatChunk({ tool_calls: [{ index: 0, function: { name: 'f', arguments: '' } }] }),
      chatChunk({}, { choices: [], usage: { prompt_tokens: 1, completion_tokens: 2 } }),
      chatChunk({ reasoning_content: 'hm' }),
      chatChunk({ content: 'a' }),
      chatEnd,
    );
    const { id, response_text, time_to_first_token, time_to_last_token } = response;
    assert.deepEqual(
      [id, response_text, time_to_first_token, time_to_last_token],
      ['first', 'a', 0.08, 0.08],
    );
  });

  it('chat: cached and reasoning tokens are read from the two details objects', async () => {
    const counts = async (usage: object) => {
      const { response } = await play(
        {},
        chatChunk({ content: 'a' }),
        chatChunk({}, { choices: [], usage }),
        chatEnd,
      );
      return [
        response.num_tokens_input,
        response.num_tokens_output,
        response.num_tokens_input_cached,
        response.num_tokens_output_reasoning,
      ];
    };
    const details = {
      prompt_tokens: 100,
      completion_tokens: 50,
      prompt_tokens_details: { cached_tokens: 64 },
      completion_tokens_details: { reasoning_tokens: 32 },
    };
    assert.deepEqual(await counts(details), [100, 50, 64, 32]);
    assert.deepEqual(
      await counts({ ...details, prompt_tokens_details: null, completion_tokens_details: {} }),
      [100, 50, null, null],
    );
  });

  it('Anthropic: the stream follows the event table, signature_delta in omitted mode included', async () => {
    const events = [
      messageStart,
      event('ping', {}),
      event('content_block_start', { index: 0, content_block: { type: 'thinking', thinking: '' } }),
      delta({ type: 'signature_delta', signature: 'sig' }),
      delta({ type: 'input_json_delta', partial_json: '{}' }),
      delta({ type: 'citations_delta', citation: {} }),
      delta({ type: 'text_delta', text: '' }),
      delta({ type: 'text_delta', text: 'a' }),
      event('message_delta', { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 5 } }),
      event('message_delta', { delta: {}, usage: { output_tokens: 9, input_tokens: 99 } }),
      messageStop,
    ];
    const told = async (ttftVisibleTokensOnly: boolean) => {
      const config = { kind: 'anthropic-messages', ttftVisibleTokensOnly };
      const { response } = await play(config, ...events);
      return [response.time_to_first_token, response.time_to_last_token, response.response_text, response.id];
    };
    assert.deepEqual(await told(true), [0.09, 0.09, 'a', 'msg_1']);
    assert.deepEqual(await told(false), [0.05, 0.09, 'a', 'msg_1']);
    const { response, trace } = await play({ kind: 'anthropic-messages' }, ...events);
    // The signature is no token: the tool call and the text are the chunks.
    assert.deepEqual([trace.chunks, trace.gaps.length, trace.ttftAny], [2, 1, 0.06]);
    // LLMeter keeps the input count of message_start; the official SDK uses the later one, and so do we.
    assert.deepEqual(
      [
        response.num_tokens_input,
        response.num_tokens_output,
        response.num_tokens_input_cached,
        response.num_tokens_output_reasoning,
      ],
      [99, 9, 3, null],
    );
  });

  it('Anthropic: a non-streaming answer ignores thinking blocks', async () => {
    const player = await Player.for({ kind: 'anthropic-messages', model: 'm', stream: false });
    const content = [
      { type: 'thinking', thinking: 'hm', signature: 's' },
      { type: 'text', text: 'a' },
      { type: 'redacted_thinking', data: 'x' },
      { type: 'text', text: 'b' },
    ];
    const { response } = player.play([
      { bytes: Buffer.from(okResponse(JSON.stringify({ id: 'msg_1', content }))), at: 10 },
    ]);
    assert.equal(response.response_text, 'ab');
  });
});
