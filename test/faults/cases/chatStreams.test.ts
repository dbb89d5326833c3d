import assert from 'node:assert/strict';
import { counts, data, delta, done, good, message, say, stop, stream, tail, usage, words } from './chat.ts';
import { complete, failed, itIsRight, type WireCase } from './wireCase.ts';

/** Every answer counts, but held no token. */
const empty: WireCase['check'] = ({ records, result }) => {
  for (const { response, trace } of records) {
    assert.deepEqual([response.error, trace?.ttft, trace?.ttftAny, trace?.chunks], [null, null, null, 0]);
  }
  assert.ok(result.diagnostics.some(({ id }) => id === 'no-tokens'));
  const { request_throughput: throughput } = result.metrics;
  assert.equal(throughput && 'value' in throughput && throughput.value, 0);
};

describe('what servers write into a stream of Chat Completions', () => {
  itIsRight([
    { name: 'an ordinary answer', right: 'complete', answer: good(), check: complete() },
    {
      name: 'empty "data:" lines as keep-alive',
      source: 'omnigent#1474, wave-agent#1326, cadis#2329, openai-python#2722',
      right: 'complete',
      answer: stream(async exchange => {
        exchange.chunk('data:\n\n');
        await say(exchange, words, word => `data: \n\n${data(delta({ content: word }))}`);
        exchange.chunk(tail);
      }),
      check: complete(),
    },
    {
      name: 'a ping whose data is no JSON',
      source: 'heartbeats of gateways',
      right: 'complete',
      answer: stream(async exchange => {
        exchange.chunk('event: ping\ndata: ping\n\n: comment\n\n');
        await say(exchange);
        exchange.chunk(tail);
      }),
      check: complete(),
    },
    {
      name: '[DONE] with a space behind',
      source: 'the official SDKs test startsWith("[DONE]")',
      right: 'complete',
      answer: stream(async exchange => {
        await say(exchange);
        exchange.chunk(`${data(stop())}${data(usage())}data: [DONE] \n\n`);
      }),
      check: complete(),
    },
    {
      name: 'events separated by a single line feed',
      source: 'llama.cpp#14268',
      right: 'an error that names the missing blank line',
      answer: stream(async exchange => {
        await say(exchange, words, word => data(delta({ content: word }), '\n'));
        exchange.chunk(data('[DONE]', '\n'));
      }),
      check: failed('protocol', /blank line/),
    },
    {
      name: 'the whole stream in one write',
      source: 'nginx proxy_buffering',
      right: 'complete, no TPOT, and a warning that something buffers',
      requests: 3,
      answer: stream(exchange => {
        exchange.chunk(words.map(word => data(delta({ content: word }))).join('') + tail);
      }),
      check: outcome => {
        complete({ says: ['buffered'] })(outcome);
        for (const { trace } of outcome.records) assert.equal(trace?.tpot, null);
      },
    },
    {
      name: 'two choices in turn',
      source: 'epam/ai-dial#140',
      right: 'the text of the first choice, the tokens of both, and a note',
      payload: { messages: [{ role: 'user', content: 'Say hi.' }], n: 2, max_tokens: 16 },
      answer: stream(async exchange => {
        for (let i = 0; i < 3; i++) {
          await exchange.generated(data(delta({ content: 'AA ' })));
          await exchange.generated(data(delta({ content: 'BB ' }, { index: 1 })));
        }
        exchange.chunk(data(stop()) + data(delta({}, { index: 1, finish_reason: 'length' })));
        exchange.chunk(data(usage(7, 6)) + done);
      }),
      check: complete({ text: 'AA AA AA ', output: 6, says: ['several-choices'] }),
    },
    {
      name: 'audio output',
      source: 'gpt-4o-audio: delta.audio',
      right: 'a time of the first generated event, no TTFT',
      answer: stream(async exchange => {
        for (const word of ['Hel', 'lo']) {
          await exchange.generated(data(delta({ audio: { id: 'audio_1', transcript: word } })));
          await exchange.generated(data(delta({ audio: { id: 'audio_1', data: 'AAAA' } })));
        }
        exchange.chunk(tail);
      }),
      check: outcome => {
        complete({ text: null, silent: ['empty-answers'] })(outcome);
        for (const { trace } of outcome.records) {
          assert.ok(trace?.ttftAny != null && trace.ttlt != null && trace.ttftAny <= trace.ttlt);
        }
      },
    },
    {
      name: 'image output',
      source: 'OpenRouter: delta.images',
      right: 'a time of the first generated event',
      answer: stream(async exchange => {
        const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
        await exchange.generated(data(delta({ content: '', images: [image] })));
        exchange.chunk(tail);
      }),
      check: outcome => {
        complete({ text: null, silent: ['empty-answers'] })(outcome);
        for (const { trace } of outcome.records) assert.ok(trace?.ttftAny != null);
      },
    },
    {
      name: 'the text in "text", as in legacy completions',
      right: 'the text is read',
      answer: stream(async exchange => {
        for (const text of ['Hello', ' world']) {
          await exchange.generated(
            data({ ...delta({}), choices: [{ index: 0, text, finish_reason: null }] }),
          );
        }
        exchange.chunk(tail);
      }),
      check: complete({ text: 'Hello world' }),
    },
    {
      name: 'nothing but [DONE]',
      right: 'a warning, and no rate',
      requests: 3,
      answer: stream(exchange => exchange.chunk(done)),
      check: empty,
    },
    {
      name: 'a JSON error without framing',
      source: 'lemonade#2826',
      right: 'a failure in the server’s words',
      answer: stream(exchange =>
        exchange.chunk(
          '{"error":{"code":400,"message":"request (19185 tokens) exceeds the available context size"}}',
        ),
      ),
      check: failed('badRequest', /^request \(19185 tokens\) exceeds the available context size/),
    },
    {
      name: 'an error as plain text in an event',
      source: 'Crane#121',
      right: 'a failure that quotes it',
      answer: stream(async exchange => {
        await say(exchange, ['Hello']);
        exchange.chunk('data: error: out of memory on device 0\n\n');
      }),
      check: failed('provider', /error: out of memory on device 0/),
    },
    {
      name: 'an error with "object": "error"',
      source: 'old vLLM and FastChat',
      right: 'a failure in the server’s words',
      answer: stream(exchange =>
        exchange.chunk(
          data({ object: 'error', message: 'CUDA out of memory', param: null, code: 500 }) + done,
        ),
      ),
      check: failed('server', /^CUDA out of memory$/),
    },
    {
      name: 'an error with "error_code"',
      source: 'FastChat',
      right: 'a failure in the server’s words',
      answer: stream(exchange =>
        exchange.chunk(data({ text: '**NETWORK ERROR DUE TO HIGH TRAFFIC**', error_code: 50001 }) + done),
      ),
      check: failed('provider', /NETWORK ERROR DUE TO HIGH TRAFFIC/),
    },
    {
      name: 'an event "error" whose data is plain text',
      right: 'a failure that quotes it whole',
      answer: stream(async exchange => {
        await say(exchange, ['Hello']);
        exchange.chunk('event: error\ndata: upstream connect error. reset reason: overflow\n\n');
      }),
      check: failed('provider', /^upstream connect error\. reset reason: overflow$/),
    },
    {
      name: 'usage under "x_groq" alone',
      source: 'Groq',
      right: 'the counts are read',
      answer: stream(async exchange => {
        await say(exchange);
        exchange.chunk(data(stop('stop', { x_groq: { id: 'r', usage: counts() } })) + done);
      }),
      check: complete(),
    },
    {
      name: 'usage inside the choice',
      source: 'Moonshot',
      right: 'the counts are read',
      answer: stream(async exchange => {
        await say(exchange);
        exchange.chunk(data(delta({}, { finish_reason: 'stop', usage: counts() })) + done);
      }),
      check: complete(),
    },
    {
      name: 'the text "null" as finish_reason, and an early end',
      source: 'DashScope',
      right: 'interrupted, not a success',
      answer: stream(exchange =>
        say(exchange, ['Hello'], word => data(delta({ content: word }, { finish_reason: 'null' }))),
      ),
      check: failed('interrupted', /without a finish_reason and without \[DONE\]/),
    },
    {
      name: 'the last event, without its blank line',
      source: 'hand-written servers',
      right: 'complete',
      answer: stream(async exchange => {
        await say(exchange);
        exchange.chunk(data(delta({}, { finish_reason: 'stop' }, { usage: counts() }), '\n'));
      }),
      check: complete(),
    },
    {
      name: 'the counts as the last event, and no reason to stop',
      right: 'complete',
      answer: stream(async exchange => {
        await say(exchange);
        exchange.chunk(data(usage()));
      }),
      check: complete(),
    },
    {
      name: 'counts in each event, and an early end',
      source: 'vLLM’s continuous_usage_stats',
      right: 'interrupted, not a success',
      answer: stream(async exchange => {
        exchange.chunk(data({ ...delta({}), choices: [], usage: counts(7, 0) }));
        await say(exchange, words, word => data(delta({ content: word }, {}, { usage: counts(7, 1) })));
      }),
      check: failed('interrupted', /without a finish_reason/),
    },
    {
      name: 'an early end inside an event',
      right: 'interrupted, not a success',
      answer: stream(async exchange => {
        await say(exchange);
        exchange.chunk('data: {"choices":[{"index":0,"delta":{"content":"x');
      }),
      check: failed('interrupted', /without a finish_reason/),
    },
    {
      name: 'lines of JSON instead of events',
      source: 'hackclub/ai#17; Ollama’s own API at a wrong address',
      right: 'an error that says NDJSON and names the base URL',
      answer: stream(
        async exchange => {
          for (const content of words) {
            exchange.chunk(
              `${JSON.stringify({ model: 'm', message: { role: 'assistant', content }, done: false })}\n`,
            );
          }
          exchange.chunk(`${JSON.stringify({ model: 'm', done: true, eval_count: 2 })}\n`);
        },
        { 'Content-Type': 'application/x-ndjson', 'Transfer-Encoding': 'chunked' },
      ),
      check: failed('protocol', /NDJSON/, /base URL/),
    },
    {
      name: 'finish_reason "abort"',
      source: 'vllm#57082, SGLang FINISH_ABORT',
      right: 'a failure that names it',
      requests: 2,
      answer: stream(async exchange => {
        await say(exchange, ['Hello']);
        exchange.chunk(data(stop('abort')) + data(usage(7, 1)) + done);
      }),
      check: ({ records }) => {
        for (const { response } of records) assert.match(response.error ?? '', /abort/);
      },
    },
    {
      name: '-Infinity as a log probability',
      source: 'Python’s json.dumps',
      right: 'complete',
      answer: stream(async exchange => {
        await say(exchange, words, word =>
          data(
            JSON.stringify(
              delta({ content: word }, { logprobs: { content: [{ token: word, logprob: 'number' }] } }),
            ).replace('"number"', '-Infinity'),
          ),
        );
        exchange.chunk(tail);
      }),
      check: complete(),
    },
    {
      name: 'one event with the whole chat.completion',
      source: 'gateways that only pretend to stream',
      right: 'the text is read',
      answer: stream(async exchange => {
        await exchange.generated(data(message('Hello big world')));
        exchange.chunk(done);
      }),
      check: complete(),
    },
    {
      name: 'a raw control character in a JSON string',
      source: 'pi#3175',
      right: 'an error that quotes the place',
      answer: stream(async exchange => {
        await say(exchange, ['Hello']);
        exchange.chunk('data: {"choices":[{"index":0,"delta":{"content":"a\tb"}}]}\n\n');
        exchange.chunk(tail);
      }),
      check: failed('protocol', /could not be read/, /control character/i),
    },
  ]);
});
