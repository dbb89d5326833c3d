import assert from 'node:assert/strict';
import { itExplains, page, told } from './support/refusals.ts';

describe('the setting that a refused model, key or address names', () => {
  itExplains([
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
  ]);

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
  const to = (location: string, status = 301) => told(status, '', { headers: [`location: ${location}`] });

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
