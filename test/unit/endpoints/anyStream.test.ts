import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { arrivalOf } from '../../../src/core/request/arrival.ts';
import { heldNoToken } from '../../../src/core/request/emptyAnswer.ts';
import type { EndpointConfigInput } from '../../../src/endpoints/kinds.ts';
import { RunTally } from '../../../src/measure/run/runTally.ts';
import { chunkOf, event, exception, httpChunk, payloadPart, signingPlayer } from './support/awsFrames.ts';
import { Player, type Recording, type Replayed } from './support/replay.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const choice = (delta: Json, more: object = {}) => ({
  id: 'c1',
  model: 'm',
  choices: [{ index: 0, delta, finish_reason: null, ...more }],
});
const delta = (body: Json) => ({ type: 'content_block_delta', index: 0, delta: body });
const gemini = (parts: Json, more: object = {}) => ({
  candidates: [{ content: { parts }, index: 0, ...more }],
});

const chatEvents = [
  choice({ role: 'assistant', content: '' }),
  choice({ content: 'Hello' }),
  choice({ content: ' big' }),
  choice({ content: ' world' }),
  choice({ reasoning_content: 'hm' }),
  choice({ tool_calls: [{ index: 0, function: { arguments: '{' } }] }),
  choice({ audio: { transcript: 'Hi' } }),
  choice({ content: 'B' }, { index: 1 }),
  choice(null, { message: { role: 'assistant', content: 'All of it' } }),
  choice(null, { text: 'older' }),
  choice({}, { finish_reason: 'stop' }),
  choice({}, { finish_reason: 'abort' }),
  choice({}, { finish_reason: 'null' }),
  { choices: [], usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 } },
  { choices: [], usage: { prompt_tokens: 0, completion_tokens: 0 } },
  { choices: [], usage: { prompt_tokens: -1, completion_tokens: '12' } },
] as const;

const messageEvents = [
  { type: 'message_start', message: { id: 'msg', usage: { input_tokens: 7, output_tokens: 1 } } },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: 'He' } },
  delta({ type: 'text_delta', text: 'llo' }),
  delta({ type: 'text_delta', text: ' world' }),
  delta({ type: 'thinking_delta', thinking: 'hm' }),
  delta({ type: 'signature_delta', signature: 'x' }),
  delta({ type: 'input_json_delta', partial_json: '{' }),
  { type: 'content_block_stop', index: 0 },
  { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 3 } },
  { type: 'message_delta', delta: {}, usage: { input_tokens: 0, output_tokens: 0 } },
  { type: 'message_stop' },
  { type: 'ping' },
];

const dialects: Record<string, readonly unknown[]> = {
  'openai-chat': chatEvents,
  litellm: chatEvents,
  'anthropic-messages': messageEvents,
  'openai-responses': [
    { type: 'response.created', response: { id: 'r1' } },
    { type: 'response.output_text.delta', delta: 'Hello' },
    { type: 'response.output_text.delta', delta: '' },
    { type: 'response.output_text.done', text: 'Hello' },
    { type: 'response.reasoning_text.delta', delta: 'hm' },
    { type: 'response.function_call_arguments.delta', delta: '{' },
    { type: 'response.completed', response: { id: 'r1', usage: { input_tokens: 7, output_tokens: 3 } } },
    {
      type: 'response.completed',
      response: { output: [{ type: 'message', content: [{ type: 'output_text', text: 'Hello' }] }] },
    },
    { type: 'response.incomplete', response: { incomplete_details: { reason: 'max_output_tokens' } } },
    { type: 'response.failed', response: { error: { code: 'server_error', message: 'No.' } } },
  ],
  'google-gemini': [
    gemini([{ text: 'Hello' }]),
    gemini([{ text: ' world' }], { finishReason: 'STOP' }),
    gemini([{ text: 'hm', thought: true }]),
    gemini([{ functionCall: {} }]),
    gemini([{ inlineData: { data: 'AAAA' } }]),
    gemini([{ text: 'B' }], { index: 1 }),
    { usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 3, thoughtsTokenCount: 2 } },
    { promptFeedback: { blockReason: 'SAFETY' } },
  ],
};

const converseEvents: [type: string, body: object][] = [
  ['messageStart', { role: 'assistant' }],
  ['contentBlockDelta', { delta: { text: 'Hello' } }],
  ['contentBlockDelta', { delta: { text: '' } }],
  ['contentBlockDelta', { delta: { reasoningContent: { text: 'hm' } } }],
  ['contentBlockDelta', { delta: { toolUse: { input: '{' } } }],
  ['contentBlockStop', {}],
  ['messageStop', { stopReason: 'end_turn' }],
  ['metadata', { usage: { inputTokens: 7, outputTokens: 3 } }],
  ['metadata', { usage: { inputTokens: 0, outputTokens: -3 } }],
];

const containerLines = [
  { token: { text: 'Hello' }, generated_text: null },
  { token: { text: '' }, generated_text: 'Hello', details: { finish_reason: 'length', generated_tokens: 3 } },
  { error: 'overloaded' },
  ...chatEvents,
];

/** Values in unexpected places, and words of servers. */
const oddValue = fc.constantFrom<Json>(null, true, 0, -1, 1e300, '', 'null', 'NaN', [], {}, [null], {
  error: 'x',
});
const oddEvents: readonly Json[] = [
  null,
  7,
  'text',
  [],
  {},
  { error: { message: 'No.' } },
  { object: 'error', message: 'No.' },
  { detail: 'No.' },
  { text: 'No.', error_code: 50001 },
];
const oddFrames = [
  'data: [DONE]\n\n',
  'data: \n\n',
  ': ping\n\n',
  'event: ping\ndata: ping\n\n',
  'event: error\ndata: overloaded\n\n',
  'data: error: out of memory\n\n',
  'data: {"broken\n\n',
  'data: {"choices":[{"index":0,"delta":{"content":"a"},"logprobs":NaN}]}\n\n',
  '{"error":{"message":"unframed"}}\n',
  '<html>',
  'nonsense\n',
];

/** One of these objects, mostly as it is, sometimes with an odd value somewhere inside. */
function mutated<T>(objects: readonly T[]): fc.Arbitrary<T> {
  const change = fc.option(fc.tuple(fc.nat(30), oddValue), { freq: 4 });
  return fc.tuple(fc.constantFrom(...objects), change).map(([object, changed]) => {
    if (changed === null) return object;
    let place = changed[0];
    return JSON.parse(JSON.stringify(object), (_, value) => {
      place -= 1;
      return place === 0 ? changed[1] : value;
    });
  });
}

/** Frames, each after its milliseconds (0 = in the same read), and whether the body ends properly. */
interface Play {
  frames: [bytes: Buffer, wait: number][];
  ends: boolean;
}

function plays(frame: fc.Arbitrary<Buffer>): fc.Arbitrary<Play> {
  const wait = fc.constantFrom(0, 0, 0.05, 1, 10, 50);
  return fc.record({ frames: fc.array(fc.tuple(frame, wait), { maxLength: 25 }), ends: fc.boolean() });
}

function recordingOf({ frames, ends }: Play, type: string): Recording {
  const head = `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ntransfer-encoding: chunked\r\n\r\n`;
  const reads: { bytes: Buffer; at: number }[] = [{ bytes: Buffer.from(head), at: 10 }];
  for (const [bytes, wait] of frames) {
    if (bytes.length === 0) continue;
    const last = reads.at(-1);
    if (last === undefined) continue;
    if (wait === 0) last.bytes = Buffer.concat([last.bytes, httpChunk(bytes)]);
    else reads.push({ bytes: httpChunk(bytes), at: last.at + wait });
  }
  if (ends) reads.push({ bytes: Buffer.from('0\r\n\r\n'), at: (reads.at(-1)?.at ?? 0) + 5 });
  return reads;
}

/** What must hold for every record, whatever the server sent. */
function checkRecord({ response, trace }: Replayed): void {
  const { error, response_text: text } = response;
  assert.notEqual(error, '');
  assert.doesNotMatch(error ?? '', /^The answer could not be read: /, 'an adapter threw');
  const times = [0, trace.ttftAny ?? 0, trace.ttft ?? trace.ttftAny ?? 0, trace.ttlt ?? trace.endedAt];
  assert.deepEqual(
    times.toSorted((a, b) => a - b),
    times,
    'times are in order',
  );
  assert.ok(trace.ttlt === null || trace.ttlt <= trace.endedAt + 1e-9);
  assert.equal(trace.gaps.length, Math.max(0, trace.chunks - 1));
  assert.equal(trace.ttftAny !== null && trace.ttlt === null, false);
  if (trace.tpot !== null) {
    assert.ok(trace.tpot > 0 && Number.isFinite(trace.tpot));
    assert.notEqual(arrivalOf(trace.gaps), 'buffered');
  }
  if (trace.chunks > 0) {
    for (const tokens of [response.num_tokens_input, response.num_tokens_output]) {
      assert.ok(tokens === null || tokens > 0 || text?.trim() === '');
    }
  }
  const tally = new RunTally({});
  tally.add(response, trace);
  const { failed, answers } = tally.evidence();
  assert.equal(failed + answers.empty + answers.answers, 1, 'each request counts once');
  assert.equal(answers.empty === 1, heldNoToken(response, trace));
  assert.equal(answers.empty === 1, error === null && trace.chunks === 0);
  assert.equal(tally.metrics.metrics().request_throughput.n, answers.answers);
}

const options = { numRuns: 400 };

describe('any sequence of events', () => {
  for (const [kind, legal] of Object.entries(dialects)) {
    it(`${kind}: is read without an unexpected error, and no success without a token goes unnoticed`, async () => {
      const player = await Player.for({ kind, model: 'm' } as EndpointConfigInput);
      const json = fc.oneof({ weight: 9, arbitrary: mutated(legal) }, fc.constantFrom(...oddEvents));
      const named = (body: unknown) => {
        const type = (body as { type?: unknown } | null)?.type;
        const name = typeof type === 'string' ? `event: ${type.replaceAll('\n', '')}\n` : '';
        return `${name}data: ${JSON.stringify(body)}\n\n`;
      };
      const frame = fc.oneof({ weight: 12, arbitrary: json.map(named) }, fc.constantFrom(...oddFrames));
      fc.assert(
        fc.property(plays(frame.map(text => Buffer.from(text))), play =>
          checkRecord(player.play(recordingOf(play, 'text/event-stream'))),
        ),
        options,
      );
    });
  }

  const binary: Record<string, fc.Arbitrary<Buffer>> = {
    'bedrock-converse': mutated(converseEvents).map(found => {
      const [type, body] = Array.isArray(found) ? found : ['messageStart', {}];
      return event(typeof type === 'string' ? type : 'x', (body ?? {}) as object);
    }),
    'bedrock-invoke': fc
      .oneof(mutated([...chatEvents, ...messageEvents]), fc.constantFrom(...oddEvents))
      .map(body => chunkOf(body as object)),
    sagemaker: fc
      .oneof(mutated(containerLines), fc.constantFrom(...oddEvents))
      .map(body => payloadPart(`data:${JSON.stringify(body)}\n\n`)),
  };
  for (const [kind, frame] of Object.entries(binary)) {
    it(`${kind}: is read without an unexpected error, and no success without a token goes unnoticed`, async () => {
      const player = await signingPlayer({ kind });
      const odd = [exception('throttlingException', 'No.'), payloadPart('plain text'), Buffer.from('<html>')];
      const frames = fc.oneof({ weight: 20, arbitrary: frame }, fc.constantFrom(...odd));
      fc.assert(
        fc.property(plays(frames), play =>
          checkRecord(player.play(recordingOf(play, 'application/vnd.amazon.eventstream'))),
        ),
        options,
      );
    });
  }
});
