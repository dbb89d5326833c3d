import assert from 'node:assert/strict';
import { fixed } from '../../../src/simulator/scenario/distribution.ts';
import type { Scenario } from '../../../src/simulator/scenario/scenario.ts';
import { eventData } from './rawClient.ts';
import { play } from './scripted.ts';

const few: Partial<Scenario> = { text: 'Yes.', thinkingTokens: fixed(4) };
const chat = { model: 'm', messages: [] };
const claude = { model: 'm', max_tokens: 4096, messages: [] };
const converse = { messages: [{ role: 'user', content: [{ text: 'Hi' }] }] };
const gemini = { contents: [{ role: 'user', parts: [{ text: 'Hi' }] }] };

interface Case {
  readonly path: string;
  readonly body: object;
  /** Reasoning tokens, and whether any of their text is sent. */
  readonly wanted: readonly [tokens: number, shown: boolean];
}

const adaptive = { thinking: { type: 'adaptive', display: 'summarized' } };
const cases: Record<string, Case> = {
  'chat: said nothing': { path: '/v1/chat/completions', body: chat, wanted: [0, false] },
  'chat: medium': {
    path: '/v1/chat/completions',
    body: { ...chat, reasoning_effort: 'medium' },
    wanted: [4, true],
  },
  'chat: high': {
    path: '/v1/chat/completions',
    body: { ...chat, reasoning_effort: 'high' },
    wanted: [8, true],
  },
  'chat: none': {
    path: '/v1/chat/completions',
    body: { ...chat, reasoning_effort: 'none' },
    wanted: [0, false],
  },
  'Responses: low, summarised': {
    path: '/v1/responses',
    body: { model: 'm', input: 'Hi', reasoning: { effort: 'low', summary: 'auto' } },
    wanted: [2, true],
  },
  'Messages: enabled': {
    path: '/v1/messages',
    body: { ...claude, thinking: { type: 'enabled', budget_tokens: 1024 } },
    wanted: [4, true],
  },
  'Messages: adaptive, high effort, omitted': {
    path: '/v1/messages',
    body: {
      ...claude,
      thinking: { type: 'adaptive', display: 'omitted' },
      output_config: { effort: 'high' },
    },
    wanted: [8, false],
  },
  'Messages: disabled': {
    path: '/v1/messages',
    body: { ...claude, thinking: { type: 'disabled' } },
    wanted: [0, false],
  },
  'Converse: adaptive': {
    path: '/model/m/converse',
    body: { ...converse, additionalModelRequestFields: adaptive },
    wanted: [4, true],
  },
  'InvokeModel as by Claude': {
    path: '/model/m/invoke',
    body: { ...claude, ...adaptive, messages: converse.messages, anthropic_version: 'bedrock-2023-05-31' },
    wanted: [4, true],
  },
  'InvokeModel as by gpt-oss': {
    path: '/model/m/invoke',
    body: { ...converse, reasoning_effort: 'low' },
    wanted: [2, true],
  },
  'Gemini: low level, shown': {
    path: '/v1beta/models/m:generateContent',
    body: {
      ...gemini,
      generationConfig: { thinkingConfig: { thinkingLevel: 'LOW', includeThoughts: true } },
    },
    wanted: [2, true],
  },
  'Gemini: a budget below the usual, not shown': {
    path: '/v1beta/models/m:generateContent',
    body: { ...gemini, generationConfig: { thinkingConfig: { thinkingBudget: 3, includeThoughts: false } } },
    wanted: [3, false],
  },
  'Gemini: no budget': {
    path: '/v1beta/models/m:generateContent',
    body: { ...gemini, generationConfig: { thinkingConfig: { thinkingBudget: 0 } } },
    wanted: [0, false],
  },
};

const headers = { 'anthropic-version': '2023-06-01' };

/** Output beyond the one token of the text, and whether the response has more text than that. */
function reasoningIn(body: string): [number, boolean] {
  const texts = /"(?:reasoning_content|thinking|text)": ?"(?!Yes\.)[^"]+"/.test(body);
  const total = /"(?:completion_tokens|output_tokens|outputTokens)": ?(\d+)/.exec(body)?.[1];
  const thoughts = /"thoughtsTokenCount": ?(\d+)/.exec(body)?.[1];
  return [total === undefined ? Number(thoughts ?? 0) : Number(total) - 1, texts];
}

describe('simulator: reasoning that a request asks for', () => {
  for (const [name, { path, body, wanted }] of Object.entries(cases)) {
    it(name, () => {
      const { response } = play({ path, body, headers, scenario: few });
      assert.deepEqual(reasoningIn(response.body), wanted);
    });
  }

  it('is sent as a summary in the events of Responses', () => {
    const body = { model: 'm', input: 'Hi', stream: true, reasoning: { effort: 'low', summary: 'auto' } };
    const { response } = play({ path: '/v1/responses', body, scenario: few });
    interface Sent {
      type: string;
      summary_index?: number;
      response?: { reasoning: object };
    }
    const events = eventData(response.body) as Sent[];
    const summary = events.filter(({ type }) => type.includes('reasoning_summary'));
    assert.deepEqual(
      summary.map(({ type, summary_index: index }) => [type, index]),
      ['part.added', 'text.delta', 'text.delta', 'text.done', 'part.done'].map(end => [
        `response.reasoning_summary_${end}`,
        0,
      ]),
    );
    assert.deepEqual(events.at(-1)?.response?.reasoning, body.reasoning);
  });

  it('is refused with a budget below the API’s minimum, or above the token limit', () => {
    const refused = (thinking: object, limit: number): [number | null, string] => {
      const body = { ...claude, max_tokens: limit, thinking };
      const { response } = play({ path: '/v1/messages', body, headers, scenario: few });
      return [response.status, JSON.parse(response.body).error.message];
    };
    assert.deepEqual(refused({ type: 'enabled', budget_tokens: 100 }, 256), [
      400,
      'thinking.enabled.budget_tokens: Input should be greater than or equal to 1024',
    ]);
    assert.deepEqual(refused({ type: 'enabled', budget_tokens: 2048 }, 2048), [
      400,
      '`max_tokens` must be greater than `thinking.budget_tokens`.',
    ]);
  });

  it('accepts only known words for effort', () => {
    const body = { ...chat, reasoning_effort: 'gigantic' };
    const { response } = play({ path: '/v1/chat/completions', body, scenario: few });
    assert.equal(response.status, 400);
    assert.match(JSON.parse(response.body).error.message, /"gigantic".*'none', 'minimal', 'low'/);
  });
});
