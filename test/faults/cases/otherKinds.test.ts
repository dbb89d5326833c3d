import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { chunkOf, event, payloadPart } from '../../unit/endpoints/support/awsFrames.ts';
import { body, data, delta, done, good, say, sse, stop, stream, tail, words } from './chat.ts';
import type { Exchange } from './exchange.ts';
import { complete, failed, itIsRight, type WireCase } from './wireCase.ts';

const json = { 'Content-Type': 'application/json' };
const framed = {
  'Content-Type': 'application/vnd.amazon.eventstream',
  'Transfer-Encoding': 'chunked',
  'x-amzn-RequestId': 'req-1',
};
const named = (type: string, content: object = {}) => `event: ${type}\n${data({ type, ...content })}`;

const claude: Record<string, string> = {
  block: named('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
  blockStop: named('content_block_stop', { index: 0 }),
  stop: named('message_stop'),
};
const claudeStart = (usage = { input_tokens: 7, output_tokens: 1 }) =>
  named('message_start', {
    message: { id: 'msg_1', type: 'message', role: 'assistant', content: [], model: 'm', usage },
  });
const claudeText = (text: string) =>
  named('content_block_delta', { index: 0, delta: { type: 'text_delta', text } });
const claudeEnd = (usage: object = { output_tokens: 3 }) =>
  named('message_delta', { delta: { stop_reason: 'end_turn', stop_sequence: null }, usage });

async function claudeGood(exchange: Exchange): Promise<void> {
  exchange.chunk(claudeStart() + claude['block']);
  await say(exchange, words, claudeText);
  exchange.chunk(`${claude['blockStop']}${claudeEnd()}${claude['stop']}`);
}

const anthropic = (name: string, answer: WireCase['answer'], changes: Partial<WireCase> = {}): WireCase => ({
  name: `Anthropic: ${name}`,
  right: 'complete',
  endpoint: { kind: 'anthropic-messages' },
  answer,
  check: complete(),
  ...changes,
});

const responsesText = (text: string) =>
  named('response.output_text.delta', { delta: text, item_id: 'i', output_index: 0, content_index: 0 });
const responsesEnd = named('response.completed', {
  response: {
    id: 'resp_1',
    object: 'response',
    status: 'completed',
    output: [],
    usage: { input_tokens: 7, output_tokens: 3, total_tokens: 10 },
  },
});

const gemini = (parts: readonly object[], candidate: object = {}, more: object = {}) =>
  data({
    candidates: [{ content: { parts, role: 'model' }, index: 0, ...candidate }],
    usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 3, totalTokenCount: 10 },
    modelVersion: 'm',
    responseId: 'r1',
    ...more,
  });

/** No TTFT, but the time of the first generated event, and no failure. */
const generatedWithoutText: WireCase['check'] = ({ records, result }) => {
  for (const { response, trace } of records) {
    assert.deepEqual([response.error, response.response_text, trace?.ttft], [null, null, null]);
    assert.ok(trace?.ttftAny != null);
  }
  assert.ok(!result.diagnostics.some(({ id }) => id === 'empty-answers'));
};

const converse: WireCase['endpoint'] = { kind: 'bedrock-converse' };
const invoke: WireCase['endpoint'] = { kind: 'bedrock-invoke', model: 'openai.gpt-oss-20b-1:0' };
const sagemaker: WireCase['endpoint'] = { kind: 'sagemaker', model: 'my-endpoint', region: 'us-east-1' };

describe('what other APIs answer', () => {
  itIsRight([
    anthropic('an ordinary answer', stream(claudeGood)),
    anthropic(
      '[DONE] after message_stop',
      stream(async exchange => {
        await claudeGood(exchange);
        exchange.chunk(done);
      }),
      { source: 'vLLM, litellm#13867 (DeepSeek), pi#3708', requests: 2 },
    ),
    anthropic(
      '[DONE] after message_stop, with four clients',
      stream(async exchange => {
        await claudeGood(exchange);
        exchange.chunk(done);
      }),
      { requests: 5, clients: 4 },
    ),
    anthropic(
      'an event "done" after message_stop',
      stream(async exchange => {
        await claudeGood(exchange);
        exchange.chunk(`event: done\n${done}`);
      }),
      { source: 'pi#3708' },
    ),
    anthropic(
      'empty "data:" lines',
      stream(async exchange => {
        exchange.chunk('data:\n\n');
        await claudeGood(exchange);
      }),
      { source: 'tau#692' },
    ),
    anthropic(
      'the first text in content_block_start',
      stream(async exchange => {
        exchange.chunk(claudeStart());
        await exchange.generated(
          named('content_block_start', { index: 0, content_block: { type: 'text', text: 'Hello' } }),
        );
        await say(exchange, words.slice(1), claudeText);
        exchange.chunk(`${claude['blockStop']}${claudeEnd()}${claude['stop']}`);
      }),
    ),
    anthropic(
      'an error in OpenAI’s form with status 200',
      body('200 OK', { error: { message: 'no available channel for model m', type: 'new_api_error' } }, json),
      {
        right: 'a failure in the server’s words',
        check: failed('provider', /^no available channel for model m$/),
      },
    ),
    anthropic(
      'input_tokens 7 at the start, 0 at the end',
      stream(async exchange => {
        exchange.chunk(claudeStart({ input_tokens: 7, output_tokens: 0 }) + claude['block']);
        await say(exchange, words, claudeText);
        exchange.chunk(
          `${claude['blockStop']}${claudeEnd({ input_tokens: 0, output_tokens: 3 })}${claude['stop']}`,
        );
      }),
      { right: '7 input tokens' },
    ),
    {
      name: 'Responses: an ordinary answer',
      right: 'complete',
      endpoint: { kind: 'openai-responses' },
      answer: stream(async exchange => {
        await say(exchange, words, responsesText);
        exchange.chunk(responsesEnd);
      }),
      check: complete(),
    },
    {
      name: 'Responses: [DONE] with a space behind',
      right: 'complete',
      endpoint: { kind: 'openai-responses' },
      answer: stream(async exchange => {
        await say(exchange, words, responsesText);
        exchange.chunk(`${responsesEnd}data: [DONE] \n\n`);
      }),
      check: complete(),
    },
    ...[
      { status: 'failed', error: { code: 'server_error', message: 'gpu on fire' } },
      { status: 'cancelled' },
    ].map(
      (end): WireCase => ({
        name: `Responses: response.completed with status "${end.status}"`,
        right: 'a failure in the server’s words',
        endpoint: { kind: 'openai-responses' },
        answer: stream(async exchange => {
          await say(exchange, words, responsesText);
          exchange.chunk(
            named('response.completed', { response: { id: 'resp_1', object: 'response', ...end } }),
          );
        }),
        check: outcome => {
          for (const { response } of outcome.records) {
            assert.match(response.error ?? '', /gpu on fire|cancelled the answer/);
          }
        },
      }),
    ),
    {
      name: 'Gemini: an ordinary answer',
      right: 'complete',
      endpoint: { kind: 'google-gemini' },
      answer: stream(async exchange => {
        await say(exchange, words.slice(0, 2), text => gemini([{ text }]));
        exchange.chunk(gemini([{ text: ' world' }], { finishReason: 'STOP' }));
      }),
      check: complete(),
    },
    {
      name: 'Gemini: thoughts alone and no finishReason',
      source: 'CLIProxyAPI#5226',
      right: 'not broken off',
      endpoint: { kind: 'google-gemini' },
      answer: stream(exchange => {
        const usageMetadata = { promptTokenCount: 7, thoughtsTokenCount: 12, totalTokenCount: 19 };
        exchange.chunk(gemini([{ text: 'hm', thought: true }], {}, { usageMetadata }));
      }),
      check: generatedWithoutText,
    },
    {
      name: 'Gemini: an image',
      right: 'a time of the first generated event',
      endpoint: { kind: 'google-gemini' },
      answer: stream(exchange => {
        exchange.chunk(
          gemini([{ inlineData: { mimeType: 'image/png', data: 'AAAA' } }], { finishReason: 'STOP' }),
        );
      }),
      check: generatedWithoutText,
    },
    {
      name: 'Converse: an ordinary answer',
      right: 'complete',
      endpoint: converse,
      answer: stream(async exchange => {
        exchange.chunk(event('messageStart', { role: 'assistant', p: 'ab' }));
        for (const text of words) {
          await exchange.generated(
            event('contentBlockDelta', { contentBlockIndex: 0, delta: { text }, p: 'abc' }),
          );
        }
        exchange.chunk(event('contentBlockStop', { contentBlockIndex: 0 }));
        exchange.chunk(event('messageStop', { stopReason: 'end_turn' }));
        const usage = { inputTokens: 7, outputTokens: 3, totalTokens: 10 };
        exchange.chunk(event('metadata', { usage, metrics: { latencyMs: 5 } }));
      }, framed),
      check: complete(),
    },
    {
      name: 'Converse: text events instead of AWS’s frames',
      source: 'LiteLLM and other gateways',
      right: 'an error that says so',
      endpoint: converse,
      answer: stream(exchange => exchange.chunk(data({ contentBlockDelta: { delta: { text: 'hi' } } }))),
      check: failed('protocol', /not AWS’s binary event stream/),
    },
    {
      name: 'Converse: a web page with status 200',
      right: 'an error that says: a web page',
      endpoint: converse,
      answer: body('200 OK', '<html><title>Sign in</title></html>', { 'Content-Type': 'text/html' }),
      check: failed('protocol', /web page/),
    },
    {
      name: 'InvokeModel: an ordinary answer',
      right: 'complete',
      endpoint: invoke,
      answer: stream(async exchange => {
        for (const content of words) {
          await exchange.generated(chunkOf({ choices: [{ index: 0, delta: { content } }] }));
        }
        exchange.chunk(
          chunkOf({
            choices: [{ index: 0, delta: {}, finish_reason: 'stop' }],
            'amazon-bedrock-invocationMetrics': { inputTokenCount: 7, outputTokenCount: 3 },
          }),
        );
      }, framed),
      check: complete(),
    },
    {
      name: 'InvokeModel: Claude’s events with the default paths',
      right: 'the text is read',
      endpoint: { kind: 'bedrock-invoke', model: 'anthropic.claude-3-haiku-20240307-v1:0' },
      payload: {
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 16,
        messages: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }],
      },
      answer: stream(async exchange => {
        exchange.chunk(
          chunkOf({
            type: 'message_start',
            message: { id: 'msg', usage: { input_tokens: 7, output_tokens: 1 } },
          }),
        );
        for (const text of words) {
          await exchange.generated(
            chunkOf({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
          );
        }
        exchange.chunk(
          chunkOf({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 3 } }),
        );
        exchange.chunk(
          chunkOf({
            type: 'message_stop',
            'amazon-bedrock-invocationMetrics': { inputTokenCount: 7, outputTokenCount: 3 },
          }),
        );
      }, framed),
      check: complete(),
    },
    {
      name: 'InvokeModel: an error inside a chunk',
      source: 'imported models',
      right: 'a failure in the server’s words',
      endpoint: invoke,
      answer: stream(
        exchange => exchange.chunk(chunkOf({ error: { message: 'CUDA out of memory', code: 500 } })),
        framed,
      ),
      check: failed('server', /^CUDA out of memory$/),
    },
    {
      name: 'SageMaker: an ordinary answer',
      right: 'complete',
      endpoint: sagemaker,
      answer: stream(async exchange => {
        for (const text of words) {
          await exchange.generated(
            payloadPart(data({ token: { text }, generated_text: null, details: null })),
          );
        }
        const details = { finish_reason: 'eos_token', generated_tokens: 3 };
        exchange.chunk(
          payloadPart(data({ token: { text: '' }, generated_text: 'Hello big world', details })),
        );
      }, framed),
      check: ({ records }) => {
        for (const { response } of records) {
          assert.deepEqual(
            [response.error, response.response_text, response.num_tokens_output],
            [null, 'Hello big world', 3],
          );
        }
      },
    },
    {
      name: 'SageMaker: a container that speaks Chat Completions, with the default path',
      right: 'the text is read',
      endpoint: sagemaker,
      answer: stream(async exchange => {
        for (const content of words) await exchange.generated(payloadPart(data(delta({ content }))));
        exchange.chunk(payloadPart(data(stop())));
        exchange.chunk(payloadPart(done));
      }, framed),
      check: ({ records }) => {
        for (const { response } of records) {
          assert.deepEqual([response.error, response.response_text], [null, 'Hello big world']);
        }
      },
    },
    {
      name: 'SageMaker: finish_reason "error"',
      source: 'DJL containers',
      right: 'a failure that names it',
      endpoint: sagemaker,
      answer: stream(async exchange => {
        await exchange.generated(payloadPart(`${JSON.stringify({ token: { text: 'Hi' } })}\n`));
        const details = { finish_reason: 'error' };
        exchange.chunk(payloadPart(`${JSON.stringify({ token: { text: '' }, details })}\n`));
      }, framed),
      check: failed('provider', /finish_reason "error"/),
    },
    {
      name: 'SageMaker: a container that streams plain text',
      right: 'an error that says: no JSON',
      endpoint: sagemaker,
      answer: stream(exchange => exchange.chunk(payloadPart('Hello world')), framed),
      check: failed('provider', /text instead of JSON/),
    },
    {
      name: 'LiteLLM: an ordinary answer',
      right: 'complete',
      endpoint: { kind: 'litellm', model: 'openai/m' },
      answer: good(),
      check: complete(),
    },
    {
      name: 'LiteLLM: empty "data:" lines before the answer',
      right: 'complete',
      endpoint: { kind: 'litellm', model: 'openai/m' },
      answer: async exchange => {
        exchange.head('200 OK', sse);
        exchange.chunk('data: \n\n');
        await setTimeout(5);
        await say(exchange);
        exchange.chunk(tail);
        exchange.end();
      },
      check: complete(),
    },
  ]);
});
