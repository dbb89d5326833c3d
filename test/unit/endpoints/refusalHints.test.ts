import assert from 'node:assert/strict';
import { itExplains, page, told } from './support/refusals.ts';

describe('the setting that a refusal names', () => {
  itExplains([
    [
      'plain HTTP',
      400,
      page('400 The plain HTTP request was sent to HTTPS port'),
      /Use https:\/\/ in the base URL instead of http:\/\/host:8000\/v1\.$/,
      'tls',
    ],
    [
      'plain HTTP at Go',
      400,
      'Client sent an HTTP request to an HTTPS server.\n',
      /server\. Use https:/,
      'tls',
    ],
    [
      'HTTP/2',
      505,
      '',
      /^505 HTTP Version Not Supported \(no message\)\. .*HTTP\/1\.1: put a proxy/,
      'server',
    ],
    [
      'credit',
      402,
      { error: { message: 'Insufficient Balance' } },
      /^402 Insufficient Balance\. The key is the one in the environment variable K\.$/,
      'payment',
      { secrets: { apiKey: 'k', keyVariable: 'K' } },
    ],
    [
      'a quota of OpenAI',
      429,
      {
        error: {
          message: 'You exceeded your current quota, please check your plan and billing details.',
          code: 'insufficient_quota',
        },
      },
      /Waiting does not help/,
      'payment',
    ],
    [
      'a balance of Anthropic',
      400,
      { error: { message: 'Your credit balance is too low to access the Anthropic API.' } },
      /Waiting does not help/,
      'payment',
    ],
    [
      'context',
      400,
      {
        error: {
          message: "This model's maximum context length is 4096 tokens. However, you requested 5000.",
        },
      },
      /Use a shorter prompt, or lower "maxTokens" \(--max-tokens\)\.$/,
      'badRequest',
    ],
    [
      'context of Anthropic',
      400,
      { error: { message: 'prompt is too long: 210000 tokens > 200000 maximum' } },
      /shorter prompt/,
      'badRequest',
    ],
    [
      'stream_options',
      400,
      { error: { message: "Unknown parameter: 'stream_options'." } },
      /Set "askUsage" of the endpoint to false/,
      'badRequest',
    ],
    [
      'stream_options of FastAPI',
      422,
      {
        detail: [
          {
            type: 'extra_forbidden',
            loc: ['body', 'stream_options'],
            msg: 'Extra inputs are not permitted',
          },
        ],
      },
      /^422 stream_options: Extra inputs are not permitted\. Set "askUsage"/,
      'badRequest',
    ],
    [
      'max_tokens',
      400,
      {
        error: {
          message:
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        },
      },
      /Set "tokenLimit" of the endpoint to "max_completion_tokens" \(--token-limit max_completion_tokens\)\.$/,
      'badRequest',
    ],
    [
      'max_completion_tokens',
      400,
      { error: { message: 'Unrecognized request argument supplied: max_completion_tokens' } },
      /Set "tokenLimit" of the endpoint to "max_tokens" \(--token-limit max_tokens\)\.$/,
      'badRequest',
    ],
    [
      'too many tokens',
      400,
      {
        error: {
          message: 'max_tokens is too large: 99999. This model supports at most 4096 completion tokens.',
        },
      },
      /Lower "maxTokens"/,
      'badRequest',
    ],
    [
      'too few tokens',
      400,
      { error: { message: "Invalid 'max_output_tokens': integer below minimum value." } },
      /Raise "maxTokens"/,
      'badRequest',
    ],
    [
      'temperature',
      400,
      { error: { message: "Unsupported value: 'temperature' does not support 0.0 with this model." } },
      /It comes from the payload/,
      'badRequest',
    ],
    [
      'thinking',
      400,
      { error: { message: 'Unrecognized request argument supplied: reasoning_effort' } },
      /"thinking" \(--thinking\)/,
      'badRequest',
    ],
    [
      'streaming',
      400,
      {
        error: {
          message: 'Your organization must be verified to stream this model.',
          param: 'stream',
          code: 'unsupported_value',
        },
      },
      /Set "stream" to false \(--no-stream\)\.$/,
      'badRequest',
    ],
  ]);

  it('no hint is given where none would help', async () => {
    assert.deepEqual(await told(500, { error: { message: 'CUDA error' } }), ['500 CUDA error', 'server']);
    assert.deepEqual(await told(400, { error: { message: 'Invalid role' } }), [
      '400 Invalid role',
      'badRequest',
    ]);
  });
});
