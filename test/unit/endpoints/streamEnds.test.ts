import assert from 'node:assert/strict';
import type { EndpointConfigInput } from '../../../src/endpoints/kinds.ts';
import { bedrockPlayer, binaryStream, chunkOf, cutStream, event } from './support/awsFrames.ts';
import { Player, type Recording, type Replayed, streamed } from './support/replay.ts';

/** One short answer of every API that streams server-sent events; `last` is its last event by its rules. */
const kinds = {
  'openai-chat': {
    text: 'data: {"id":"c","choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}]}\n\n',
    stop: 'data: {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n',
    last: 'data: [DONE]\n\n',
  },
  'anthropic-messages': {
    text: 'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}\n\n',
    stop: 'event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}}\n\n',
    last: 'event: message_stop\ndata: {"type":"message_stop"}\n\n',
  },
  'openai-responses': {
    text: 'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","delta":"Hi"}\n\n',
    stop: '',
    last: 'event: response.completed\ndata: {"type":"response.completed","response":{"id":"c","status":"completed"}}\n\n',
  },
  'google-gemini': {
    text: 'data: {"candidates":[{"content":{"parts":[{"text":"Hi"}]}}],"responseId":"c"}\n\n',
    stop: '',
    last: 'data: {"candidates":[{"finishReason":"STOP"}],"responseId":"c"}\n\n',
  },
} as const;

/** The same answer, but the connection fails after the last of the bodies. */
function brokenOff(...bodies: readonly string[]): Recording {
  return streamed(...bodies).slice(0, -1);
}

const told = ({ response, trace }: Replayed) => ({
  text: response.response_text,
  error: response.error,
  ttft: trace.ttft,
  ttlt: trace.ttlt,
});

/** What surrounds the events of an answer at some servers and gateways, and means nothing. */
const oddities: Record<string, string> = {
  'an empty event': 'data:\n\n',
  'an event of one space': 'data: \n\n',
  'a ping with a name': 'event: ping\ndata: ping\n\n',
  'a ping without a name': 'data: ping\n\n',
  'a ping of JSON': 'event: ping\ndata: {"type":"ping"}\n\n',
  'a keep-alive': 'event: keepalive\ndata: still here\n\n',
  'a comment': ': OPENROUTER PROCESSING\n\n',
  'an unknown event': 'event: x_metrics\ndata: {"type":"x_metrics","tokens":3}\n\n',
  'an unknown field': 'foo: bar\nretry: 3000\nid: 7\n\n',
};

for (const kind of Object.keys(kinds) as (keyof typeof kinds)[]) {
  const { text, stop, last } = kinds[kind];
  const play = async (recording: Recording) =>
    (await Player.for({ kind, model: 'm' } as EndpointConfigInput)).play(recording);
  const good = { text: 'Hi', error: null, ttft: 0.02, ttlt: 0.02 };

  describe(`the end of a stream of ${kind}`, () => {
    it('is its last event, even if the connection fails afterwards', async () => {
      const broken = await play(brokenOff(text, stop + last));
      assert.deepEqual(told(broken), good);
      assert.deepEqual([broken.trace.reason, broken.trace.endedAt], [null, 0.03]);
    });

    it('is missing if the connection fails before it', async () => {
      const { trace, response } = await play(brokenOff(text));
      assert.deepEqual([response.response_text, trace.reason], ['Hi', 'interrupted']);
    });

    it('is not undone by anything that follows', async () => {
      for (const more of ['data: {"broken\n\n', 'data: bye\n\n', 'data: [DONE]\n\n']) {
        assert.deepEqual(told(await play(streamed(text, stop + last, more))), good);
      }
    });

    for (const [what, oddity] of Object.entries(oddities)) {
      it(`is found with ${what} before and after every event`, async () => {
        const answer = await play(streamed(oddity + text, oddity + stop + oddity + last + oddity));
        assert.deepEqual(told(answer), good);
      });
    }

    it('may be [DONE] with spaces, in any API', async () => {
      assert.deepEqual(told(await play(streamed(text, `${stop}${last}data: [DONE] \n\n`))), good);
    });

    it('is not [DONE] alone, if text that is no JSON came instead of the rest', async () => {
      const { response } = await play(streamed(text, 'data: Internal Server Error\n\n', 'data: [DONE]\n\n'));
      assert.notEqual(response.error, null);
    });

    it('is named as missing if events are not separated by blank lines', async () => {
      const crowded = (events: string) => events.replaceAll('\n\n', '\n');
      const { response } = await play(streamed(crowded(text), crowded(text + stop + last)));
      assert.match(response.error ?? '', /not separated by blank lines/);
    });
  });
}

describe('the end of a chat', () => {
  const { text, stop } = kinds['openai-chat'];
  const usage = 'data: {"id":"c","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":1}}\n\n';
  const play = async (recording: Recording) =>
    (await Player.for({ kind: 'openai-chat', model: 'm' })).play(recording);

  it('is [DONE]: later counts are read, later text and errors are not', async () => {
    const late = `${usage}${text}data: {"error":{"message":"too late"}}\n\n`;
    const { response } = await play(streamed(text, `${stop}data: [DONE]\n\n`, late));
    assert.deepEqual([response.response_text, response.num_tokens_input, response.error], ['Hi', 7, null]);
  });

  it('is also the reason to stop with the counts, if a connection fails before [DONE]', async () => {
    assert.equal((await play(brokenOff(text, stop + usage))).response.error, null);
    assert.equal((await play(brokenOff(text, stop))).trace.reason, 'interrupted');
  });
});

describe('the end of a Bedrock stream', () => {
  const text = event('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Hi' } });
  const stop = event('messageStop', { stopReason: 'end_turn' });
  const metadata = event('metadata', { usage: { inputTokens: 7, outputTokens: 1 } });

  it('is messageStop with the metadata, even if the connection fails or half an event follows', async () => {
    const player = await bedrockPlayer({ kind: 'bedrock-converse' });
    for (const recording of [
      cutStream(text, stop, metadata),
      binaryStream(text, stop, metadata, stop.subarray(0, 30)),
    ]) {
      assert.deepEqual(told(player.play(recording)), { text: 'Hi', error: null, ttft: 0.02, ttlt: 0.02 });
    }
    assert.equal(player.play(cutStream(text, stop)).trace.reason, 'interrupted');
  });

  it('is a reason to stop with Bedrock’s counts for InvokeModel', async () => {
    const player = await bedrockPlayer({ kind: 'bedrock-invoke' });
    const chat = { id: 'c', choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: null }] };
    const last = {
      choices: [{ index: 0, delta: {}, finish_reason: 'stop' }],
      'amazon-bedrock-invocationMetrics': { inputTokenCount: 7, outputTokenCount: 1 },
    };
    const broken = player.play(cutStream(chunkOf(chat), chunkOf(last)));
    assert.deepEqual([broken.response.response_text, broken.response.error], ['Hi', null]);
  });
});
