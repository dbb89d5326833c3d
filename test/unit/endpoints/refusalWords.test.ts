import assert from 'node:assert/strict';
import type { EndpointSecrets } from '../../../src/endpoints/contract/endpoint.ts';
import type { EndpointConfigInput } from '../../../src/endpoints/kinds.ts';
import { Player, whole } from './support/replay.ts';

interface Refused {
  config?: object;
  secrets?: EndpointSecrets;
  headers?: readonly string[];
}

/** The error and the reason of a refused request at http://host:8000. */
async function told(status: number, body: unknown, { config, secrets, headers = [] }: Refused = {}) {
  const given = { kind: 'openai-chat', model: 'llama-3', baseUrl: 'http://host:8000/v1', ...config };
  const player = await Player.for(given as EndpointConfigInput, secrets ?? { apiKey: 'k' });
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const { response, trace } = player.play(whole(text, { status: `${status} X`, headers: [...headers] }));
  return [response.error, trace.reason];
}

const page = (title: string, body = '') =>
  `<!DOCTYPE html>\r\n<html><head><title>${title}</title><style>p{margin:0}</style></head>\r\n<body>${body}</body></html>\r\n`;

describe('the sentence of a server that refuses a request', () => {
  const shapes: Record<string, [body: unknown, words: string]> = {
    'an error object': [{ error: { message: 'No.', type: 'x', code: 7 } }, 'No.'],
    'an error text': [{ error: 'No.' }, 'No.'],
    'an error in a list': [[{ error: { code: 400, message: 'No.' } }], 'No.'],
    'an error of Anthropic': [
      { type: 'error', error: { type: 'x', message: 'No.' }, request_id: 'r' },
      'No.',
    ],
    'a message': [{ object: 'error', message: 'No.' }, 'No.'],
    'a message beside the name of the status': [{ statusCode: 400, error: 'Bad', message: 'No.' }, 'No.'],
    'a detail': [{ detail: 'No.' }, 'No.'],
    'an object as the detail': [{ detail: { error: { message: 'No.' } } }, 'No.'],
    'a list of FastAPI': [
      {
        detail: [
          { loc: ['body', 'messages', 0, 'role'], msg: 'Field required', type: 'missing' },
          { loc: ['body', 'seed'], msg: 'Not a number' },
        ],
      },
      'messages.0.role: Field required; seed: Not a number',
    ],
    'the fields of ASP.NET': [
      { title: 'One or more errors.', errors: { seed: ['Not a number.'] } },
      'One or more errors: seed: Not a number.',
    ],
    'a list of errors': [{ success: false, errors: [{ code: 1, message: 'No.' }] }, 'No.'],
    'a problem of RFC 9457': [{ type: 'about:blank', title: 'Bad', status: 400, detail: 'No.' }, 'No.'],
    'a problem without detail': [{ type: 'about:blank', title: 'No.', status: 400 }, 'No.'],
    msg: [{ code: 1, msg: 'No.' }, 'No.'],
    'an error of OAuth': [{ error: 'invalid_x', error_description: 'No.' }, 'No.'],
    'the status of MiniMax': [{ base_resp: { status_code: 1, status_msg: 'No.' } }, 'No.'],
    'a provider behind OpenRouter': [
      {
        error: {
          message: 'Provider returned error',
          metadata: { raw: '{"error":{"message":"No."}}', provider_name: 'x' },
        },
      },
      'Provider returned error: No.',
    ],
    'JSON in a message': [
      { error: { message: 'XException - {"error":{"message":"No."}}' } },
      'XException - No.',
    ],
    'JSON in JSON': [JSON.stringify(JSON.stringify({ error: { message: 'No.' } })), 'No.'],
    'a dictionary of Python': [
      { detail: `Error code: 400 - {'error': {'message': "It's no.", 'code': None}}` },
      "Error code: 400 - It's no.",
    ],
    'a page in a message': [
      { error: { message: `XException - ${page('502 Bad Gateway')}` } },
      'XException - 502 Bad Gateway',
    ],
    'an event': ['data: {"error":{"message":"No."}}\n\n', 'No.'],
    'an event named error': ['event: error\ndata: No.\n\n', 'No.'],
    'lines of JSON': ['{"error":"No."}\n{"done":true}\n', 'No.'],
    'a page with a title': [page('400 Bad &amp; <b>worse</b>', '<h1>No</h1>'), 'Bad & worse'],
    'a page whose title says nothing': [page('Error', '<pre>Cannot POST /v1</pre>'), 'Cannot POST /v1'],
    'a page with a heading': [
      '<html><!-- <h1>a</h1> --><body><h1>No.</h1><script>1</script></body></html>',
      'No.',
    ],
    'XML of S3': [
      '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code><Message>No.</Message></Error>',
      'AccessDenied: No.',
    ],
    'plain text': ['  No,\r\n\t<a> is\u0000 not\u001b[31m b.\n', 'No, <a> is not b.'],
    'JSON without words': [{ ok: false }, '{"ok":false}'],
    nothing: ['', 'Bad Request (no message)'],
  };
  for (const [shape, [body, words]] of Object.entries(shapes)) {
    it(`${shape} is one line`, async () => {
      assert.deepEqual(await told(400, body, { headers: ['content-type: text/plain'] }), [
        `400 ${words}`,
        'badRequest',
      ]);
    });
  }

  it('is the same in every kind', async () => {
    for (const kind of ['openai-responses', 'anthropic-messages', 'google-gemini', 'litellm']) {
      for (const [body, words] of Object.values(shapes)) {
        assert.deepEqual(await told(400, body, { config: { kind } }), [`400 ${words}`, 'badRequest'], kind);
      }
    }
  });

  it('is cut between words, and a cut page stays quick to read', async () => {
    const [error] = await told(400, `${'word '.repeat(200)}`);
    assert.match(error ?? '', /^400 (word )+\.\.\.$/);
    const [markup] = await told(400, `<html>${'<!-- <script '.repeat(100_000)}`);
    assert.match(markup ?? '', /^400 /);
  });
});

describe('the setting that a refusal names', () => {
  const chat: [what: string, status: number, body: unknown, error: RegExp, reason: string, more?: Refused][] =
    [
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
        /Set "tokenLimit" of the endpoint to "max_completion_tokens"\.$/,
        'badRequest',
      ],
      [
        'max_completion_tokens',
        400,
        { error: { message: 'Unrecognized request argument supplied: max_completion_tokens' } },
        /Set "tokenLimit" of the endpoint to "max_tokens"\.$/,
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
      [
        'a model',
        404,
        { error: { message: 'The model `llama-3` does not exist.' } },
        /"model" \(--model\) is "llama-3"\.$/,
        'notFound',
      ],
      [
        'a model, with another status',
        400,
        { error: { message: 'Invalid model name passed in model=llama-3' } },
        /"model" \(--model\)/,
        'notFound',
      ],
      [
        'a model of another API',
        404,
        {
          error: { message: 'This model is only supported in v1/responses and not in v1/chat/completions.' },
        },
        /kind "openai-responses"/,
        'notFound',
      ],
      [
        'a key',
        401,
        { error: { message: 'Invalid key' } },
        /^401 Invalid key\. Check the API key in the environment variable K\.$/,
        'authentication',
        { secrets: { apiKey: 'k', keyVariable: 'K' } },
      ],
      [
        'a key with status 400',
        400,
        [{ error: { message: 'API key not valid. Please pass a valid API key.' } }],
        /API key saved for this endpoint\.$/,
        'authentication',
        { secrets: { apiKey: 'k', keyVariable: null } },
      ],
      [
        'no key',
        401,
        { detail: 'Not authenticated' },
        /No API key was sent: .*--api-key-env/,
        'authentication',
        { secrets: {} },
      ],
      [
        'permission',
        403,
        { error: { message: 'No access' } },
        /^403 No access\. The key is the one in the environment variable K\.$/,
        'permission',
        { secrets: { apiKey: 'k', keyVariable: 'K' } },
      ],
      [
        'a firewall',
        403,
        page('Attention Required! | Cloudflare'),
        /^403 Attention Required! \| Cloudflare\. A firewall or proxy/,
        'permission',
      ],
      [
        'a base URL without version',
        404,
        page('404 Not Found', '<h1>404 Not Found</h1>'),
        /^404 Not Found\. Most such servers .* set the base URL to http:\/\/host:8000\/v1\.$/,
        'notFound',
        { config: { baseUrl: 'http://host:8000/' } },
      ],
      [
        'a wrong base URL',
        404,
        { detail: 'Not Found' },
        /Nothing answers requests at http:\/\/host:8000\/v1\/chat\/completions: check the base URL\.$/,
        'notFound',
      ],
      [
        'a path that takes no POST',
        405,
        { detail: 'Method Not Allowed' },
        /^405 Method Not Allowed\. Nothing answers requests at .* check the base URL/,
        'notFound',
      ],
      [
        'a version twice',
        404,
        '',
        /\/v1 twice \(\/v1\/v1\/chat\/completions\): set the base URL to http:\/\/host:8000\/v1\.$/,
        'notFound',
        { config: { baseUrl: 'http://host:8000/v1/v1' } },
      ],
      [
        'a version twice at Anthropic',
        404,
        { type: 'error', error: { message: 'Not Found' } },
        /\/v1 twice .* to http:\/\/host:8000\.$/,
        'notFound',
        { config: { kind: 'anthropic-messages' } },
      ],
      [
        'a server without Responses',
        404,
        { detail: 'Not Found' },
        /use the kind "openai-chat" \(--endpoint openai-chat\)\.$/,
        'notFound',
        { config: { kind: 'openai-responses' } },
      ],
      [
        'Gemini without version',
        404,
        page('Error 404 (Not Found)!!1'),
        /set the base URL to http:\/\/host:8000\/v1beta\.$/,
        'notFound',
        { config: { kind: 'google-gemini', baseUrl: 'http://host:8000' } },
      ],
      [
        'size',
        413,
        page('413 Request Entity Too Large'),
        /too large for the server: use shorter prompts/,
        'badRequest',
      ],
      ['media type', 415, { title: 'Unsupported Media Type' }, /takes no JSON at this address/, 'badRequest'],
      [
        'other fields',
        422,
        { detail: [{ loc: ['body', 'prompt'], msg: 'Field required', type: 'missing' }] },
        /^422 prompt: Field required\. .*check the kind of the endpoint/,
        'badRequest',
      ],
      [
        'a wait',
        429,
        { error: { message: 'Slow down' } },
        /The server asks to wait 17 s: use fewer clients, or set "retries" \(--retries\)\.$/,
        'rateLimit',
        { headers: ['retry-after: 17'] },
      ],
      [
        'overload',
        529,
        { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
        /^529 Overloaded$/,
        'overloaded',
        { config: { kind: 'anthropic-messages' } },
      ],
      [
        'a gateway',
        502,
        page('502 Bad Gateway'),
        /^502 Bad Gateway\. A proxy in front of the API answered/,
        'server',
      ],
    ];
  for (const [what, status, body, error, reason, more] of chat) {
    it(`for ${what}`, async () => {
      const [message, why] = await told(status, body, more);
      assert.match(message ?? '', error);
      assert.equal(why, reason);
    });
  }

  it('no hint is given where none would help', async () => {
    assert.deepEqual(await told(500, { error: { message: 'CUDA error' } }), ['500 CUDA error', 'server']);
    assert.deepEqual(await told(400, { error: { message: 'Invalid role' } }), [
      '400 Invalid role',
      'badRequest',
    ]);
  });

  it('the query of a base URL, which may hold a key, is not repeated', async () => {
    const config = { kind: 'google-gemini', baseUrl: 'http://host:8000/v1beta' };
    const [message] = await told(404, '', { config });
    assert.match(
      message ?? '',
      /at http:\/\/host:8000\/v1beta\/models\/llama-3:streamGenerateContent: check/,
    );
  });
});

describe('a redirect', () => {
  const to = (location: string, status = 307) => told(status, '', { headers: [`location: ${location}`] });

  it('names the base URL that leads to its target', async () => {
    for (const [location, base] of [
      ['https://host/v1/chat/completions', 'https://host/v1'],
      ['/api/v1/chat/completions', 'http://host:8000/api/v1'],
    ] as const) {
      const [message, reason] = await to(location);
      assert.ok(message?.endsWith(`: set the base URL to ${base}.`), message ?? '');
      assert.equal(reason, 'notFound');
    }
    assert.match(
      (await to('/v1/chat/completions/'))[0] ?? '',
      /completions\/: no base URL leads there.*slash at the end/,
    );
    assert.match((await to('/elsewhere'))[0] ?? '', /set the base URL to where the API is\.$/);
    assert.match((await to('http://%zz'))[0] ?? '', /does not say where to/);
  });

  it('to a sign-in page is called that, without the query', async () => {
    for (const location of [
      'https://login.example.com/oauth2/authorize?client_id=x&state=1',
      '/sign-in?next=%2Fv1',
      'https://team.cloudflareaccess.com/cdn-cgi/access?kid=1',
    ]) {
      const [message, reason] = await to(location, 302);
      assert.match(message ?? '', /^302 The server redirects to a sign-in page \([^?]*\): set the base URL/);
      assert.equal(reason, 'authentication');
    }
  });
});
