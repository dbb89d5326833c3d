import assert from 'node:assert/strict';
import type { EndpointConfigInput } from '../../../src/endpoints/kinds.ts';
import { payloadsOf } from '../../../src/measure/payloads/payloadsOf.ts';
import { parsePlan } from '../../../src/measure/plan/parsePlan.ts';
import {
  brings,
  claude,
  converse,
  gemini,
  invoke,
  litellm,
  type Options,
  openai,
  opened,
  refused,
  responses,
  sagemaker,
} from './support/bodies.ts';

type Kind = EndpointConfigInput['kind'];

describe('payloads: conversations', () => {
  const options: Options = {
    system: 'Be brief.',
    earlier: [
      { role: 'user', text: 'One?' },
      { role: 'assistant', text: 'One.' },
    ],
  };
  const turns = (content: (text: string) => unknown) => [
    { role: 'user', content: content('One?') },
    { role: 'assistant', content: content('One.') },
    { role: 'user', content: content('Hi') },
  ];
  const plain = (text: string) => text;
  const system = { role: 'system', content: 'Be brief.' };
  const wanted: Readonly<Record<Exclude<Kind, 'sagemaker' | 'vscode-lm'>, object>> = {
    'openai-chat': { messages: [system, ...turns(plain)] },
    'openai-responses': { instructions: 'Be brief.', input: turns(plain) },
    'anthropic-messages': { system: 'Be brief.', messages: turns(plain) },
    'bedrock-converse': { system: [{ text: 'Be brief.' }], messages: turns(text => [{ text }]) },
    'bedrock-invoke': {
      messages: [
        { role: 'system', content: [{ text: 'Be brief.', type: 'text' }] },
        ...turns(text => [{ text, type: 'text' }]),
      ],
    },
    'google-gemini': {
      systemInstruction: { parts: [{ text: 'Be brief.' }] },
      contents: [
        { role: 'user', parts: [{ text: 'One?' }] },
        { role: 'model', parts: [{ text: 'One.' }] },
        { role: 'user', parts: [{ text: 'Hi' }] },
      ],
    },
    litellm: { messages: [...turns(plain), system] },
  };
  for (const endpoint of [openai, responses, claude, converse, invoke, gemini, litellm]) {
    it(`go before the prompt: ${endpoint.kind}`, async () =>
      assert.deepEqual(await brings(endpoint, options), wanted[endpoint.kind]));
  }

  it('have no place in SageMaker’s form', async () =>
    assert.match(await refused(sagemaker, { earlier: options.earlier }), /does not support conversations/));
});

describe('payloads: options of a plan', () => {
  const endpoint = claude;
  const planned = async (plan: object) => {
    const made = await opened(endpoint);
    try {
      return await payloadsOf(parsePlan({ endpoint, ...plan }, 'The plan'), made, '/');
    } finally {
      made.close();
    }
  };

  it('reach every prompt', async () => {
    const payloads = await planned({
      prompt: ['a', 'b'],
      system: 's',
      thinking: { mode: 'adaptive' },
      cachePoint: { after: 'system' },
    });
    assert.deepEqual(
      payloads.map(({ thinking, system }) => [thinking, system]),
      Array(2).fill([
        { type: 'adaptive' },
        [{ type: 'text', text: 's', cache_control: { type: 'ephemeral' } }],
      ]),
    );
  });

  for (const [plan, message] of [
    [{ payload: {}, prompt: undefined, thinking: { mode: 'adaptive' } }, /"payload" is empty/],
    [{ payload: { a: 1 }, thinking: { mode: 'adaptive' } }, /^"thinking" goes with "prompt"/],
    [{ payload: { a: 1 }, cachePoint: { after: 'prompt' } }, /^"cachePoint" goes with "prompt"/],
    [{ prompt: 'a', cachePoint: {} }, /^"cachePoint" says nothing: give "after"/],
    [{ prompt: 'a', cachePoint: { after: 'system' } }, /there is no "system" prompt to keep\.$/],
    [{ prompt: 'a', thinking: { mode: 'disabled', effort: 'low' } }, /Unknown key "effort" in "thinking"/],
    [{ prompt: 'a', thinking: { mode: 'adaptiv' } }, /"thinking\.mode"/],
    [{ prompt: 'a', thinking: { mode: 'adaptive', budgetTokens: 5 } }, /Unknown key "budgetTokens"/],
  ] as const) {
    it(`are refused: ${JSON.stringify(plan)}`, () =>
      assert.rejects(planned(plan), (error: Error) => {
        assert.match(error.message, message);
        return error.name === 'UserError';
      }));
  }
});
