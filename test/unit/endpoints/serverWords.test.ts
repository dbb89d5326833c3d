import assert from 'node:assert/strict';
import type { EndpointConfigInput } from '../../../src/endpoints/kinds.ts';
import { binaryStream, chunkOf, event, payloadPart, signingPlayer } from './support/awsFrames.ts';
import { Player, type Recording, streamed, whole } from './support/replay.ts';

const chat = (delta: object, more: object = {}) =>
  `data: ${JSON.stringify({ id: 'c1', choices: [{ index: 0, delta, finish_reason: null, ...more }] })}\n\n`;
const data = (json: object) => `data: ${JSON.stringify(json)}\n\n`;
const done = 'data: [DONE]\n\n';
const kinds = ['openai-chat', 'openai-responses', 'anthropic-messages', 'google-gemini', 'litellm'] as const;

async function errorOf(kind: string, recording: Recording, stream = true) {
  const config = { kind, model: 'm', stream } as EndpointConfigInput;
  const { response, trace } = (await Player.for(config)).play(recording);
  return [response.error, trace.reason, response.response_text];
}

function typed(type: string, body: string): Recording {
  return whole(body, { headers: [`content-type: ${type}`] });
}

describe('the words of a server in an answer with status 200', () => {
  const shapes: Record<string, [sent: object, words: string]> = {
    'an error object': [{ error: { message: 'context too long' } }, 'context too long'],
    'an error text': [{ error: 'context too long' }, 'context too long'],
    'the object of vLLM': [
      { object: 'error', message: 'CUDA out of memory', type: 'x', code: 500 },
      'CUDA out of memory',
    ],
    'the code of FastChat': [{ text: '**NETWORK ERROR**', error_code: 50001 }, '**NETWORK ERROR**'],
    'the detail of FastAPI': [{ detail: 'Not authenticated' }, 'Not authenticated'],
    'a list of errors': [{ success: false, errors: [{ code: 7, message: 'No route' }] }, 'No route'],
    'the status of MiniMax': [
      { base_resp: { status_code: 1004, status_msg: 'login fail' }, choices: null },
      'login fail',
    ],
    'a code and a message': [{ code: 429, message: 'Slow down' }, 'Slow down'],
  };
  for (const kind of kinds) {
    for (const [shape, [sent, words]] of Object.entries(shapes)) {
      it(`${kind}: ${shape}, as an event, as a body and without framing`, async () => {
        const json = JSON.stringify(sent);
        const shown = async (recording: Recording) =>
          (await errorOf(kind, recording))
            .slice(0, 1)
            .map(text => text?.replace(/^(server_error|[\w]+): /, ''));
        assert.deepEqual(await shown(streamed(data(sent), done)), [words]);
        assert.deepEqual(await shown(typed('application/json', json)), [words]);
        assert.deepEqual(await shown(typed('text/event-stream', json)), [words]);
      });
    }

    it(`${kind}: plain text in an event, in an event named error, and without framing`, async () => {
      const words = 'upstream connect error or disconnect/reset before headers';
      assert.deepEqual(await errorOf(kind, streamed(`event: error\ndata: ${words}\n\n`)), [
        words,
        'provider',
        null,
      ]);
      assert.deepEqual(await errorOf(kind, streamed('data: error: out of memory\n\n')), [
        'error: out of memory',
        'provider',
        null,
      ]);
      assert.deepEqual(await errorOf(kind, typed('text/event-stream', words)), [words, 'provider', null]);
    });

    it(`${kind}: text that reports no error is quoted`, async () => {
      const [error, reason] = await errorOf(kind, streamed('data: Hello\n\n'));
      assert.match(error ?? '', /sent text instead of JSON: "Hello"\..*base URL/);
      assert.equal(reason, 'provider');
      const [unframed] = await errorOf(kind, typed('text/event-stream', 'Welcome to this server'));
      assert.match(unframed ?? '', /text instead of a stream of events: "Welcome to this server"/);
    });

    it(`${kind}: a web page, whatever its content type, streamed or not`, async () => {
      const page = '<!doctype html><html><body>Sign in</body></html>';
      for (const [type, named] of [
        ['text/html; charset=utf-8', 'text/html'],
        ['text/event-stream', 'text/event-stream'],
      ] as const) {
        for (const stream of [true, false]) {
          assert.deepEqual(await errorOf(kind, typed(type, page), stream), [
            `The server answered with a web page (${named}): check the base URL and whether it wants a sign-in.`,
            'protocol',
            null,
          ]);
        }
      }
    });

    it(`${kind}: a web page is called by its title`, async () => {
      const page =
        '<?xml version="1.0"?>\n<!doctype html><html><head><title>Sign in to\n Acme</title></head></html>';
      const [error] = await errorOf(kind, typed('text/html', page));
      assert.match(error ?? '', /web page \(text\/html, titled "Sign in to Acme"\): check the base URL/);
    });

    it(`${kind}: lines of JSON are called that, and an error in them is shown`, async () => {
      const lines = '{"message":{"content":"a"},"done":false}\n{"done":true}\n';
      const [error, reason] = await errorOf(kind, typed('application/x-ndjson', lines));
      assert.match(error ?? '', /NDJSON.*base URL/);
      assert.equal(reason, 'protocol');
      const [failed] = await errorOf(
        kind,
        typed('application/x-ndjson', '{"done":false}\n{"error":"no model"}\n'),
      );
      assert.equal(failed, 'no model');
    });
  }

  it('an error after the first tokens keeps them', async () => {
    const unframed = '{"error":{"message":"The engine is dead"}}';
    assert.deepEqual(await errorOf('openai-chat', streamed(chat({ content: 'a' }), unframed)), [
      'The engine is dead',
      'provider',
      'a',
    ]);
  });

  it('a finish_reason that says that the server gave up is a failure', async () => {
    for (const reason of ['abort', 'error', 'network_error']) {
      const end = chat({}, { finish_reason: reason });
      const [error, , text] = await errorOf('openai-chat', streamed(chat({ content: 'a' }), end, done));
      assert.deepEqual([error, text], [`The answer ended with finish_reason "${reason}".`, 'a']);
    }
  });

  it('Gemini may end without a finishReason after nothing but thoughts that it counted', async () => {
    const thoughts = (usageMetadata: object, text = 'hm', thought = true) =>
      data({ candidates: [{ content: { parts: [{ text, thought }] } }], usageMetadata });
    const counted = { promptTokenCount: 7, thoughtsTokenCount: 12 };
    assert.equal((await errorOf('google-gemini', streamed(thoughts(counted))))[0], null);
    for (const cut of [thoughts({ promptTokenCount: 7 }), thoughts(counted, 'Hel', false)]) {
      assert.equal((await errorOf('google-gemini', streamed(cut)))[1], 'interrupted');
    }
  });

  it('a finish_reason of "null" does not end the answer', async () => {
    const recording = streamed(chat({ content: 'a' }, { finish_reason: 'null' }));
    assert.equal((await errorOf('openai-chat', recording))[1], 'interrupted');
  });

  it('NaN in a part that is not read does no harm, and broken JSON is quoted at the place', async () => {
    const nan = chat({ content: 'a' }, { logprobs: [1] }).replace('[1]', '[NaN,-Infinity]');
    assert.deepEqual(await errorOf('openai-chat', streamed(nan, done)), [null, null, 'a']);
    const [error] = await errorOf('openai-chat', streamed('data: {"choices":[{"text":"a\tb"}]}\n\n'));
    assert.match(error ?? '', /Bad control character .*, at ".*a\\tb/);
  });

  it('AWS: an error in a chunk, a line or a body is a failure; another stream is named', async () => {
    const invoke = await signingPlayer({ kind: 'bedrock-invoke' });
    const error = { error: { message: 'CUDA out of memory', code: 500 } };
    assert.equal(invoke.play(binaryStream(chunkOf(error))).response.error, 'CUDA out of memory');
    assert.equal(invoke.play(whole(JSON.stringify(error))).response.error, 'CUDA out of memory');
    const sagemaker = await signingPlayer({ kind: 'sagemaker' });
    const line = payloadPart(`data: ${JSON.stringify(error)}\n\n`);
    assert.equal(sagemaker.play(binaryStream(line)).response.error, 'CUDA out of memory');
    const converse = await signingPlayer({ kind: 'bedrock-converse' });
    assert.match(
      converse.play(streamed(data({ contentBlockDelta: { delta: { text: 'a' } } }))).response.error ?? '',
      /not AWS’s binary event stream/,
    );
    const stop = event('messageStop', { stopReason: 'end_turn' });
    assert.equal(converse.play(binaryStream(stop)).response.error, null);
  });
});
