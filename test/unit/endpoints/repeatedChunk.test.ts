import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { WireEvent } from '../../../src/core/request/wireEvents.ts';
import { ChatStreamReader } from '../../../src/endpoints/openaiChat/reader.ts';
import { RepeatedChunk } from '../../../src/endpoints/openaiChat/repeatedChunk.ts';

function eventsOf(chunks: readonly string[]): WireEvent[] {
  const events: WireEvent[] = [];
  const reader = new ChatStreamReader(event => events.push(event), 'm');
  for (const [at, data] of chunks.entries()) reader.event({ event: undefined, data, at });
  return events;
}

/** The same chunks, each read by a new reader, so that none counts as repeated. */
function eventsWithoutMemory(chunks: readonly string[]): WireEvent[] {
  return chunks.flatMap((data, at) => eventsOf([data]).map(event => ({ ...event, at })));
}

const withoutIds = (events: readonly WireEvent[]) => events.filter(event => event.type !== 'id');

const words = fc.oneof(
  fc.constantFrom(' the', 'a"b', 'back\\slash', '', '"content":"', '\n', 'émoji 🚀', ' the"},"x":"'),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);

const delta = fc.oneof(
  { weight: 6, arbitrary: fc.record({ content: words }) },
  fc.record({ content: words, reasoning_content: words }),
  fc.record({ reasoning: words }),
  fc.record({ content: words, reasoning_details: fc.constantFrom([], [{ type: 'reasoning.encrypted' }]) }),
  fc.record({ content: words, tool_calls: fc.constantFrom([], [{ index: 0 }]) }),
  fc.record({ role: fc.constant('assistant'), content: fc.constantFrom('', null) }),
  fc.constant({}),
);

const chunk = fc
  .record({
    delta,
    finish: fc.constantFrom(null, null, null, 'stop'),
    usage: fc.constantFrom(undefined, null, { prompt_tokens: 1, completion_tokens: 2 }),
    obfuscation: fc.constantFrom(undefined, 'aB3', 'zz', 'not "plain', 'x'),
    more: fc.constantFrom(undefined, { content: 'elsewhere' }),
  })
  .map(({ delta, finish, usage, obfuscation, more }) =>
    JSON.stringify({
      id: 'chatcmpl-1',
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      ...(more && { more }),
      ...(usage !== undefined && { usage }),
      ...(obfuscation !== undefined && { obfuscation }),
    }),
  );

describe('repeated chunks', () => {
  it('are read as if each one were parsed', () => {
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 25 }), chunks => {
        assert.deepEqual(withoutIds(eventsOf(chunks)), withoutIds(eventsWithoutMemory(chunks)));
      }),
      { numRuns: 500 },
    );
  });

  const told = (content: string, rest = ',"obfuscation":"k3"}') =>
    `{"choices":[{"delta":{"content":${JSON.stringify(content)}}}]${rest}`;

  it('are recognised by the text around their content', () => {
    const repeated = new RepeatedChunk();
    repeated.learn(told(' one'), ' one');
    assert.equal(repeated.contentOf(told(' two')), ' two');
    assert.equal(repeated.contentOf(told(' two', ',"obfuscation":"another9"}')), ' two');
  });

  it('are parsed if anything else differs, or if the content is empty or escaped', () => {
    const repeated = new RepeatedChunk();
    repeated.learn(told(' one'), ' one');
    for (const other of [
      told(''),
      told('a "quote"'),
      told(' two', '}'),
      told(' two', ',"usage":{},"obfuscation":"k3"}'),
      told(' two', ',"obfuscation":"k3","error":"x"}'),
      told(' two').replace('choices', 'others!'),
    ]) {
      assert.equal(repeated.contentOf(other), null, other);
    }
  });
});
