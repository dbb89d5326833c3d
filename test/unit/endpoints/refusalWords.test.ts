import assert from 'node:assert/strict';
import { page, told } from './support/refusals.ts';

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
