import assert from 'node:assert/strict';
import { endpointKinds } from '../../src/endpoints/kinds.ts';
import { type Transcript, transcripts } from './transcript.ts';

/** A kind of answer that every API has, and how to recognise it in a transcript. */
interface Case {
  /** The usual name of its transcript. */
  name: string;
  shows(transcript: Transcript): boolean;
}

const visible = ({ response }: Transcript) => response.error === null && Boolean(response.response_text);
const characters = ({ response }: Transcript) => response.response_text ?? '';

const cases = {
  plain: {
    name: 'plain',
    shows: t => visible(t) && t.trace.ttft === t.trace.ttftAny && t.trace.tokenSourceOutput === 'usage',
  },
  'empty or role-only first chunk': { name: 'empty-first-delta', shows: visible },
  'multi-token chunks': {
    name: 'multi-token-chunks',
    shows: t => visible(t) && t.trace.chunks > 1 && (t.response.num_tokens_output ?? 0) > t.trace.chunks,
  },
  'reasoning then text': {
    name: 'reasoning-then-text',
    shows: t => visible(t) && (t.trace.ttftAny ?? 9) < (t.trace.ttft ?? 0),
  },
  'text then tool call': {
    name: 'text-then-tool-call',
    // The call is generated after the last of the text.
    shows: t => visible(t) && (t.trace.ttlt ?? 0) > (t.trace.ttft ?? 9),
  },
  'usage after the last token': {
    name: 'plain',
    shows: t => t.trace.tokenSourceOutput === 'usage' && (t.trace.ttlt ?? 9) < t.reads.length / 100,
  },
  'usage absent': {
    name: 'usage-absent',
    shows: t => visible(t) && t.trace.tokenSourceInput === 'estimate',
  },
  'cached tokens': {
    name: 'cached-tokens',
    shows: t => (t.response.num_tokens_input_cached ?? t.trace.cachedInputTokens ?? 0) > 0,
  },
  'mid-stream error': {
    name: 'mid-stream-error',
    shows: t => t.response.error !== null && characters(t) !== '' && t.trace.reason !== 'interrupted',
  },
  truncation: {
    name: 'truncation',
    shows: t => t.response.error !== null && characters(t) !== '' && t.trace.reason === 'interrupted',
  },
  'error before the first byte': {
    name: 'refused-429',
    shows: t => (t.trace.httpStatus ?? 0) >= 400 && t.trace.ttftAny === null,
  },
  'non-ASCII split across chunks': {
    name: 'non-ascii',
    // With characters of two and of more bytes. Every transcript is also cut at every byte, so inside each.
    shows: t => /[\u0080-\u07ff]/.test(characters(t)) && /[^\0-\u07ff]/.test(characters(t)),
  },
  'several events in one read': {
    name: 'several-events-in-one-read',
    shows: t => visible(t) && t.trace.gaps.includes(0),
  },
  'one event over many reads': {
    name: 'one-event-over-many-reads',
    shows: t => visible(t) && t.reads.length > t.trace.chunks + 2,
  },
} satisfies Record<string, Case>;

type CaseName = keyof typeof cases;

/** A transcript with another name, or why there can be none. */
type Departure = string | { none: string };

/** The wire formats, each with the folder of its transcripts and the beginning of their names. */
const dialects: Readonly<
  Record<string, { folder: string; prefix?: string; departures?: Partial<Record<CaseName, Departure>> }>
> = {
  'openai-chat': {
    folder: 'openai-chat',
    departures: {
      'empty or role-only first chunk': 'plain',
      'reasoning then text': 'reasoning-content-then-text',
      'cached tokens': 'cached-and-hidden-reasoning-tokens',
    },
  },
  'openai-responses': {
    folder: 'openai-responses',
    departures: {
      'reasoning then text': 'reasoning-summary-then-text',
      'text then tool call': 'text-then-function-call',
    },
  },
  'anthropic-messages': {
    folder: 'anthropic-messages',
    departures: {
      'reasoning then text': 'thinking-then-text',
      'text then tool call': 'text-then-tool-use',
    },
  },
  'anthropic-messages on Bedrock': {
    folder: 'anthropic-messages',
    prefix: 'bedrock-',
    departures: {
      'reasoning then text': 'thinking-then-text',
      'text then tool call': 'text-then-tool-use',
    },
  },
  'bedrock-converse': {
    folder: 'bedrock-converse',
    departures: {
      'text then tool call': 'text-then-tool-use',
      'mid-stream error': 'mid-stream-throttling',
    },
  },
  'bedrock-invoke': {
    folder: 'bedrock-invoke',
    departures: {
      'empty or role-only first chunk': 'plain',
      'text then tool call': 'text-then-tool-use',
      'usage after the last token': 'usage-after-last-token',
    },
  },
  sagemaker: {
    folder: 'sagemaker',
    departures: {
      'empty or role-only first chunk': 'empty-first-token',
      'usage after the last token': { none: 'the details come with the last token' },
      'cached tokens': { none: 'containers report generated tokens only (llmeter-format 1.5)' },
      'error before the first byte': 'refused-400',
    },
  },
  'google-gemini': {
    folder: 'google-gemini',
    departures: {
      'empty or role-only first chunk': 'first-chunk-without-parts',
      'multi-token chunks': 'plain',
      'reasoning then text': 'thoughts-then-text',
      'text then tool call': 'text-then-function-call',
      'usage after the last token': { none: 'usage so far comes with every chunk, the last one with it' },
    },
  },
  litellm: {
    folder: 'litellm',
    departures: {
      'empty or role-only first chunk': 'role-only-first-chunk',
      'error before the first byte': 'refused-401',
    },
  },
};

describe('the corpus of recorded answers', () => {
  const all = new Map(transcripts().map(transcript => [transcript.name, transcript]));

  it('has every kind that uses the network', () => {
    const folders = new Set(Object.values(dialects).map(({ folder }) => folder));
    const kinds = endpointKinds.filter(({ defaultBaseUrl }) => defaultBaseUrl !== null).map(({ id }) => id);
    assert.deepEqual([...folders].sort(), kinds.sort());
  });

  for (const [dialect, { folder, prefix = '', departures = {} }] of Object.entries(dialects)) {
    for (const [name, { name: usual, shows }] of Object.entries(cases)) {
      const departure = (departures as Partial<Record<string, Departure>>)[name];
      if (typeof departure === 'object') {
        it(`${dialect} cannot have: ${name}, because ${departure.none}`, () => {
          assert.equal(all.has(`${folder}/${prefix}${usual}`) && usual !== 'plain', false, 'it is there');
        });
        continue;
      }
      it(`${dialect} has: ${name}`, () => {
        const file = `${folder}/${prefix}${departure ?? usual}`;
        const transcript = all.get(file);
        assert.ok(transcript, `${file} is missing`);
        assert.ok((shows as Case['shows'])(transcript), `${file} does not show it`);
        assert.notEqual(transcript.endpoint.stream, false, `${file} is no stream`);
      });
    }
  }
});
