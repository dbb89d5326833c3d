import assert from 'node:assert/strict';
import { body, good } from './chat.ts';
import { complete, failed, itIsRight } from './wireCase.ts';

const json = { 'Content-Type': 'application/json' };
const html = { 'Content-Type': 'text/html' };
const nginx = (title: string, words = title) =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<center>${words}</center>\r\n<hr><center>nginx/1.25.3</center>\r\n</body>\r\n</html>\r\n`;

describe('how servers refuse', () => {
  itIsRight([
    {
      name: '404 with a web page',
      source: 'aisub-translator#2: a base URL without /v1',
      right: 'the title, and to check the base URL',
      path: '',
      answer: body('404 Not Found', nginx('404 Not Found'), html),
      check: failed('notFound', /^404 Not Found/, /base URL/, /\/v1/),
    },
    {
      name: '422 with a list of fields',
      source: 'FastAPI',
      right: 'the field and what is wrong with it',
      answer: body(
        '422 Unprocessable Entity',
        {
          detail: [
            {
              type: 'extra_forbidden',
              loc: ['body', 'stream_options'],
              msg: 'Extra inputs are not permitted',
            },
          ],
        },
        json,
      ),
      check: failed('badRequest', /stream_options/, /Extra inputs are not permitted/, /askUsage/),
    },
    {
      name: '400 with a list of errors',
      source: 'Gemini’s OpenAI API',
      right: 'the server’s words',
      answer: body(
        '400 Bad Request',
        [
          {
            error: {
              code: 400,
              message: 'API key not valid. Please pass a valid API key.',
              status: 'INVALID_ARGUMENT',
            },
          },
        ],
        json,
      ),
      check: failed('authentication', /^400 API key not valid\. Please pass a valid API key\./),
    },
    {
      name: '503 with a load balancer’s page',
      right: 'its title',
      answer: body('503 Service Temporarily Unavailable', nginx('503 Service Temporarily Unavailable'), html),
      check: failed('overloaded', /^503 Service Temporarily Unavailable/),
    },
    {
      name: '307 to the same address with a slash',
      source: 'FastAPI’s redirect_slashes',
      right: 'followed once, outside of the times; later requests go there at once',
      requests: 3,
      answer: exchange => {
        const there = / \/v1\/chat\/completions\/ /.test(exchange.request.head);
        const moved = body('307 Temporary Redirect', '', { Location: '/v1/chat/completions/' });
        return there ? good()(exchange) : moved(exchange);
      },
      check: outcome => {
        complete()(outcome);
        assert.equal(outcome.exchanges.length, 4);
        assert.deepEqual(
          outcome.records.map(({ response, trace }) => [response.retries, trace?.redirected]),
          [
            [1, true],
            [0, undefined],
            [0, undefined],
          ],
        );
        const [asked, again] = outcome.exchanges;
        assert.equal(again?.request.body, asked?.request.body);
      },
    },
    {
      name: '308 in a circle',
      right: 'followed once, then an error',
      answer: body('308 Permanent Redirect', '', { Location: '/v1/elsewhere' }),
      check: outcome => {
        failed('notFound', /redirects to/)(outcome);
        assert.equal(outcome.exchanges.length, 2);
      },
    },
    {
      name: '307 to another origin',
      right: 'not followed: the key belongs to this one',
      answer: body('307 Temporary Redirect', '', { Location: 'http://127.0.0.1:9/v1/chat/completions' }),
      check: outcome => {
        failed('notFound', /set the base URL to http:\/\/127\.0\.0\.1:9\/v1\b/)(outcome);
        assert.equal(outcome.exchanges.length, 1);
      },
    },
    {
      name: '302 to a sign-in',
      right: 'says that it is one, and does not advise to set the base URL to it',
      answer: body('302 Found', '', { Location: 'https://login.example.com/oauth2/authorize?client_id=x' }),
      check: outcome => {
        failed('authentication', /sign-in/i)(outcome);
        assert.doesNotMatch(outcome.records[0]?.response.error ?? '', /set the base URL to https/);
      },
    },
    {
      name: '403 with a firewall’s page',
      right: 'its title',
      answer: body(
        '403 Forbidden',
        '<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head><body>Sorry, you have been blocked</body></html>',
        html,
      ),
      check: failed('permission', /^403 Attention Required! \| Cloudflare/),
    },
    {
      name: '400 because of stream_options',
      right: 'the setting askUsage',
      answer: body(
        '400 Bad Request',
        { error: { message: "Unknown parameter: 'stream_options'.", param: 'stream_options' } },
        json,
      ),
      check: failed('badRequest', /^400 Unknown parameter: 'stream_options'\./, /askUsage/),
    },
    {
      name: '400 because the port wants TLS',
      source: 'nginx',
      right: 'to use https://',
      answer: body(
        '400 Bad Request',
        nginx(
          '400 The plain HTTP request was sent to HTTPS port',
          'The plain HTTP request was sent to HTTPS port',
        ),
        html,
      ),
      check: failed('tls', /plain HTTP request was sent to HTTPS port/, /https:\/\//),
    },
    {
      name: '400 with an event as its body',
      right: 'the server’s words',
      answer: body(
        '400 Bad Request',
        'data: {"error":{"message":"context length exceeded","code":400}}\n\n',
        {
          'Content-Type': 'text/event-stream',
        },
      ),
      check: failed('badRequest', /^400 context length exceeded/),
    },
    {
      name: 'Anthropic: a base URL that ends with /v1',
      right: 'works, or says to leave /v1 out',
      endpoint: { kind: 'anthropic-messages' },
      path: '/v1',
      answer: exchange => {
        const error = { type: 'not_found_error', message: 'Not Found' };
        if (/ \/v1\/v1\//.test(exchange.request.head)) {
          return body('404 Not Found', { type: 'error', error }, json)(exchange);
        }
        const message = {
          id: 'msg_1',
          type: 'message',
          role: 'assistant',
          model: 'm',
          stop_reason: 'end_turn',
        };
        const content = [{ type: 'text', text: 'Hello' }];
        const usage = { input_tokens: 7, output_tokens: 1 };
        body('200 OK', { ...message, content, usage }, json)(exchange);
      },
      check: outcome => {
        if (outcome.records[0]?.response.error === null) return;
        failed('notFound', /^404 Not Found/, /\/v1/)(outcome);
      },
    },
    {
      name: 'Anthropic: 529',
      right: 'overloaded, in the server’s words, with the wait it asks for',
      endpoint: { kind: 'anthropic-messages' },
      answer: body(
        '529 ',
        { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
        { ...json, 'retry-after': 3 },
      ),
      check: failed('overloaded', /^529 Overloaded/),
    },
    {
      name: 'Responses: 404 of a server without that API',
      right: 'which kind to use',
      endpoint: { kind: 'openai-responses' },
      answer: body('404 Not Found', { detail: 'Not Found' }, json),
      check: failed('notFound', /^404 Not Found/, /openai-chat/),
    },
    {
      name: 'Gemini: 404 without the version in the base URL',
      right: 'to check the base URL',
      endpoint: { kind: 'google-gemini' },
      path: '',
      answer: body(
        '404 Not Found',
        `<!DOCTYPE html>\n<html lang=en>\n  <title>Error 404 (Not Found)!!1</title>\n  <style>\n*{margin:0}${'x'.repeat(600)}</style>\n  <p><b>404.</b> <ins>That’s an error.</ins>\n`,
        { 'Content-Type': 'text/html; charset=UTF-8' },
      ),
      check: failed('notFound', /^404 .*Not Found/, /base URL/, /v1beta/),
    },
  ]);
});
