import assert from 'node:assert/strict';
import { type CacheTarget, placesAt, textPlaces } from '../../../src/core/callbacks/textPlaces.ts';

/** The payload with a tag at every position that is found; null if there is none. */
function tagged(payload: object, target: CacheTarget): object | null {
  const copy = structuredClone(payload);
  const places = textPlaces(copy, target);
  for (const prefix of places) prefix('# ');
  return places.length === 0 ? null : copy;
}

const user = (content: unknown) => ({ role: 'user', content });
const system = (content: unknown) => ({ role: 'system', content });
const image = { type: 'image_url', image_url: { url: 'data:' } };

interface Case {
  name: string;
  payload: object;
  start: object | null;
  prompt: object | null;
  system: object | null;
}

const cases: Case[] = [
  {
    name: 'Chat Completions',
    payload: {
      messages: [system('be brief'), user('hi'), { role: 'assistant', content: 'yo' }, user('and?')],
    },
    start: {
      messages: [system('# be brief'), user('hi'), { role: 'assistant', content: 'yo' }, user('and?')],
    },
    prompt: {
      messages: [system('be brief'), user('# hi'), { role: 'assistant', content: 'yo' }, user('and?')],
    },
    system: {
      messages: [system('# be brief'), user('hi'), { role: 'assistant', content: 'yo' }, user('and?')],
    },
  },
  {
    name: 'Chat Completions without a system prompt',
    payload: { messages: [user('hi')] },
    start: { messages: [user('# hi')] },
    prompt: { messages: [user('# hi')] },
    system: null,
  },
  {
    name: 'Chat Completions with an image before the text: the tag goes before the image',
    payload: { messages: [user([image, { type: 'text', text: 'hi' }])] },
    start: { messages: [user([{ type: 'text', text: '# ' }, image, { type: 'text', text: 'hi' }])] },
    prompt: { messages: [user([{ type: 'text', text: '# ' }, image, { type: 'text', text: 'hi' }])] },
    system: null,
  },
  {
    name: 'LiteLLM, whose system message comes last and may be moved to the front: both get the tag',
    payload: { messages: [user('hi'), system('be brief')] },
    start: { messages: [user('# hi'), system('# be brief')] },
    prompt: { messages: [user('# hi'), system('be brief')] },
    system: { messages: [user('hi'), system('# be brief')] },
  },
  {
    name: 'Responses, a text',
    payload: { input: 'hi', instructions: 'be brief' },
    start: { input: 'hi', instructions: '# be brief' },
    prompt: { input: '# hi', instructions: 'be brief' },
    system: { input: 'hi', instructions: '# be brief' },
  },
  {
    name: 'Responses, items',
    payload: { input: [{ role: 'developer', content: 'brief' }, user([{ type: 'input_text', text: 'hi' }])] },
    start: { input: [{ role: 'developer', content: '# brief' }, user([{ type: 'input_text', text: 'hi' }])] },
    prompt: {
      input: [{ role: 'developer', content: 'brief' }, user([{ type: 'input_text', text: '# hi' }])],
    },
    system: {
      input: [{ role: 'developer', content: '# brief' }, user([{ type: 'input_text', text: 'hi' }])],
    },
  },
  {
    name: 'Anthropic with a system text',
    payload: { system: 'be brief', messages: [user('hi')] },
    start: { system: '# be brief', messages: [user('hi')] },
    prompt: { system: 'be brief', messages: [user('# hi')] },
    system: { system: '# be brief', messages: [user('hi')] },
  },
  {
    name: 'Anthropic with system blocks: the first, with its cache point',
    payload: {
      system: [
        { type: 'text', text: 'a', cache_control: { type: 'ephemeral' } },
        { type: 'text', text: 'b' },
      ],
      messages: [user([{ type: 'text', text: 'hi' }])],
    },
    start: {
      system: [
        { type: 'text', text: '# a', cache_control: { type: 'ephemeral' } },
        { type: 'text', text: 'b' },
      ],
      messages: [user([{ type: 'text', text: 'hi' }])],
    },
    prompt: {
      system: [
        { type: 'text', text: 'a', cache_control: { type: 'ephemeral' } },
        { type: 'text', text: 'b' },
      ],
      messages: [user([{ type: 'text', text: '# hi' }])],
    },
    system: {
      system: [
        { type: 'text', text: '# a', cache_control: { type: 'ephemeral' } },
        { type: 'text', text: 'b' },
      ],
      messages: [user([{ type: 'text', text: 'hi' }])],
    },
  },
  {
    name: 'Converse, a document before the text',
    payload: {
      system: [{ text: 'be brief' }, { cachePoint: { type: 'default' } }],
      messages: [user([{ document: { name: 'd' } }, { text: 'hi' }])],
    },
    start: {
      system: [{ text: '# be brief' }, { cachePoint: { type: 'default' } }],
      messages: [user([{ document: { name: 'd' } }, { text: 'hi' }])],
    },
    prompt: {
      system: [{ text: 'be brief' }, { cachePoint: { type: 'default' } }],
      messages: [user([{ text: '# ' }, { document: { name: 'd' } }, { text: 'hi' }])],
    },
    system: {
      system: [{ text: '# be brief' }, { cachePoint: { type: 'default' } }],
      messages: [user([{ document: { name: 'd' } }, { text: 'hi' }])],
    },
  },
  {
    name: 'Gemini',
    payload: {
      systemInstruction: { parts: [{ text: 'be brief' }] },
      contents: [{ parts: [{ text: 'hi' }] }, { role: 'model', parts: [{ text: 'yo' }] }],
    },
    start: {
      systemInstruction: { parts: [{ text: '# be brief' }] },
      contents: [{ parts: [{ text: 'hi' }] }, { role: 'model', parts: [{ text: 'yo' }] }],
    },
    prompt: {
      systemInstruction: { parts: [{ text: 'be brief' }] },
      contents: [{ parts: [{ text: '# hi' }] }, { role: 'model', parts: [{ text: 'yo' }] }],
    },
    system: {
      systemInstruction: { parts: [{ text: '# be brief' }] },
      contents: [{ parts: [{ text: 'hi' }] }, { role: 'model', parts: [{ text: 'yo' }] }],
    },
  },
  {
    name: 'Invoke: Titan',
    payload: { inputText: 'hi' },
    start: { inputText: '# hi' },
    prompt: { inputText: '# hi' },
    system: null,
  },
  {
    name: 'Invoke: Llama, Mistral and other completions',
    payload: { prompt: '<s>[INST] hi [/INST]', max_gen_len: 5 },
    start: { prompt: '# <s>[INST] hi [/INST]', max_gen_len: 5 },
    prompt: { prompt: '# <s>[INST] hi [/INST]', max_gen_len: 5 },
    system: null,
  },
  {
    name: 'Invoke: Cohere Command R',
    payload: { message: 'and?', chat_history: [{ role: 'USER', message: 'hi' }], preamble: 'be brief' },
    start: { message: 'and?', chat_history: [{ role: 'USER', message: 'hi' }], preamble: '# be brief' },
    prompt: { message: 'and?', chat_history: [{ role: 'USER', message: '# hi' }], preamble: 'be brief' },
    system: { message: 'and?', chat_history: [{ role: 'USER', message: 'hi' }], preamble: '# be brief' },
  },
  {
    name: 'SageMaker',
    payload: { inputs: 'hi', parameters: { details: true } },
    start: { inputs: '# hi', parameters: { details: true } },
    prompt: { inputs: '# hi', parameters: { details: true } },
    system: null,
  },
  {
    name: 'several prompts at once: each',
    payload: { inputs: ['hi', 'yo'] },
    start: { inputs: ['# hi', '# yo'] },
    prompt: { inputs: ['# hi', '# yo'] },
    system: null,
  },
  {
    name: 'nothing known: none',
    payload: { query: { text: 'hi' } },
    start: null,
    prompt: null,
    system: null,
  },
  {
    name: 'a first message without a text: none, for half a tag would leave the rest in the cache',
    payload: { messages: [user([image]), user('hi')] },
    start: null,
    prompt: null,
    system: null,
  },
  {
    name: 'a system prompt that is no text: none',
    payload: { system: 7, messages: [user('hi')] },
    start: null,
    prompt: { system: 7, messages: [user('# hi')] },
    system: null,
  },
];

describe('the positions of a payload’s text', () => {
  for (const { name, payload, ...expected } of cases) {
    it(name, () => {
      const found = { start: null, prompt: null, system: null } as Record<CacheTarget, object | null>;
      for (const target of ['start', 'prompt', 'system'] as const) found[target] = tagged(payload, target);
      assert.deepEqual(found, expected);
    });
  }

  it('are found by a path of keys and indexes; anything but text has none', () => {
    const payload = { query: { parts: [{ body: 'hi', n: 7 }], blocks: [{ image: 1 }, { text: 'yo' }] } };
    const at = (path: string) => {
      const copy = structuredClone(payload);
      for (const prefix of placesAt(copy, path)) prefix('# ');
      return copy;
    };
    assert.equal(at('query.parts.0.body').query.parts[0]?.body, '# hi');
    assert.deepEqual(at('query.blocks').query.blocks, [{ text: '# ' }, { image: 1 }, { text: 'yo' }]);
    for (const path of [
      'query',
      'query.parts.0.n',
      'query.parts.1.body',
      'query.none.x',
      '',
      '__proto__.x',
    ]) {
      assert.deepEqual(at(path), payload, path);
    }
  });
});
