import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/core/base/jsonValue.ts';
import type { EndpointConfigInput } from '../../../src/endpoints/kinds.ts';
import {
  brings,
  claude,
  converse,
  gemini,
  invoke,
  litellm,
  type Options,
  openai,
  refused,
  responses,
  sagemaker,
} from './support/bodies.ts';

const adaptive: Options = { thinking: { mode: 'adaptive' } };
const disabled: Options = { thinking: { mode: 'disabled' } };
const effort = (word: 'minimal' | 'low' | 'high' | 'max'): Options => ({
  thinking: { mode: 'enabled', effort: word },
});
const budget: Options = { thinking: { mode: 'enabled', budgetTokens: 2048 } };

describe('payloads: thinking', () => {
  const budgeted = { type: 'enabled', budget_tokens: 2048 };
  const cases: readonly (readonly [string, EndpointConfigInput, Options, JsonObject])[] = [
    ['Chat Completions: effort', openai, effort('low'), { reasoning_effort: 'low' }],
    ['Chat Completions: none', openai, disabled, { reasoning_effort: 'none' }],
    [
      'OpenRouter: a budget that is not shown',
      { ...openai, provider: 'openrouter' },
      { thinking: { mode: 'enabled', budgetTokens: 2048, display: 'omitted' } },
      { reasoning: { max_tokens: 2048, exclude: true } },
    ],
    ['OpenRouter: off', { ...openai, provider: 'openrouter' }, disabled, { reasoning: { enabled: false } }],
    [
      'vLLM: off',
      { ...openai, provider: 'vllm' },
      disabled,
      { chat_template_kwargs: { enable_thinking: false } },
    ],
    [
      'vLLM: on',
      { ...openai, provider: 'vllm' },
      { thinking: { mode: 'enabled' } },
      { chat_template_kwargs: { enable_thinking: true } },
    ],
    [
      'vLLM: known by its address',
      { ...openai, baseUrl: 'http://localhost:8000/v1' },
      disabled,
      { chat_template_kwargs: { enable_thinking: false } },
    ],
    [
      'another server at the same address',
      { ...openai, baseUrl: 'http://localhost:8000/v1', provider: 'openai-compatible' },
      disabled,
      { reasoning_effort: 'none' },
    ],
    ['vLLM: effort', { ...openai, provider: 'vllm' }, effort('high'), { reasoning_effort: 'high' }],
    ['DeepSeek: on', { ...openai, provider: 'deepseek' }, adaptive, { thinking: { type: 'enabled' } }],
    ['Responses: effort', responses, effort('minimal'), { reasoning: { effort: 'minimal' } }],
    [
      'Responses: summarised',
      responses,
      { thinking: { mode: 'enabled', effort: 'high', display: 'summarized' } },
      { reasoning: { effort: 'high', summary: 'auto' } },
    ],
    ['Responses: none', responses, disabled, { reasoning: { effort: 'none' } }],
    ['Messages: a budget', claude, budget, { thinking: budgeted }],
    [
      'Messages: adaptive, omitted, with effort',
      claude,
      { thinking: { mode: 'adaptive', display: 'omitted', effort: 'max' } },
      { thinking: { type: 'adaptive', display: 'omitted' }, output_config: { effort: 'max' } },
    ],
    ['Messages: disabled', claude, disabled, { thinking: { type: 'disabled' } }],
    ['Messages on Bedrock', { ...claude, provider: 'bedrock' }, adaptive, { thinking: { type: 'adaptive' } }],
    ['Converse: Claude', converse, budget, { additionalModelRequestFields: { thinking: budgeted } }],
    [
      'Converse: an inference profile by its ARN',
      { ...converse, model: 'arn:aws:bedrock:us-east-1:1:application-inference-profile/abc' },
      adaptive,
      { additionalModelRequestFields: { thinking: { type: 'adaptive' } } },
    ],
    [
      'Converse: Nova',
      { ...converse, model: 'us.amazon.nova-2-lite-v1:0' },
      effort('low'),
      {
        additionalModelRequestFields: { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'low' } },
      },
    ],
    [
      'Converse: gpt-oss',
      { ...converse, model: 'openai.gpt-oss-20b-1:0' },
      effort('high'),
      { additionalModelRequestFields: { reasoning_effort: 'high' } },
    ],
    ['InvokeModel: gpt-oss', invoke, effort('low'), { reasoning_effort: 'low' }],
    [
      'Gemini: a level, shown',
      gemini,
      { thinking: { mode: 'enabled', effort: 'low', display: 'summarized' } },
      {
        generationConfig: {
          maxOutputTokens: 4096,
          thinkingConfig: { thinkingLevel: 'LOW', includeThoughts: true },
        },
      },
    ],
    [
      'Gemini: a budget',
      gemini,
      budget,
      { generationConfig: { maxOutputTokens: 4096, thinkingConfig: { thinkingBudget: 2048 } } },
    ],
    [
      'Gemini: adaptive',
      gemini,
      adaptive,
      { generationConfig: { maxOutputTokens: 4096, thinkingConfig: { thinkingBudget: -1 } } },
    ],
    [
      'Gemini: disabled',
      gemini,
      disabled,
      { generationConfig: { maxOutputTokens: 4096, thinkingConfig: { thinkingBudget: 0 } } },
    ],
    ['LiteLLM: effort', litellm, effort('high'), { reasoning_effort: 'high' }],
    ['LiteLLM: a budget', litellm, budget, { thinking: budgeted }],
    ['LiteLLM: disabled', litellm, disabled, { reasoning_effort: 'none' }],
  ];
  for (const [name, endpoint, options, wanted] of cases) {
    it(name, async () => assert.deepEqual(await brings(endpoint, options), wanted));
  }

  const refusals: readonly (readonly [string, EndpointConfigInput, Options, RegExp])[] = [
    [
      'a budget with Chat Completions',
      openai,
      budget,
      /^"thinking\.budgetTokens": openai-chat does not accept a number of tokens: use "thinking\.effort": minimal,/,
    ],
    [
      'Chat Completions without effort',
      openai,
      adaptive,
      /^"thinking\.effort": openai-chat requires an effort/,
    ],
    [
      'what to show of it with Chat Completions',
      openai,
      { thinking: { mode: 'enabled', effort: 'low', display: 'summarized' } },
      /^"thinking\.display": openai-chat has no such option/,
    ],
    ['effort with DeepSeek', { ...openai, provider: 'deepseek' }, effort('low'), /only turn it on or off/],
    [
      'Responses without effort',
      responses,
      adaptive,
      /^"thinking\.effort": openai-responses requires an effort/,
    ],
    [
      'Messages without a budget',
      claude,
      { thinking: { mode: 'enabled' } },
      /^"thinking\.budgetTokens": anthropic-messages requires it when thinking is enabled: set at least 1024,/,
    ],
    [
      'a budget that leaves no room for an answer',
      claude,
      { ...budget, maxTokens: 2048 },
      /^"maxTokens" \(2048\) must be greater than "thinking\.budgetTokens" \(2048\)/,
    ],
    ['minimal effort with Claude', claude, effort('minimal'), /does not support "minimal"; use low, medium,/],
    [
      'a vendor on Converse with no known form',
      { ...converse, model: 'us.deepseek.r1-v1:0' },
      adaptive,
      /^"thinking": bedrock-converse has no standard option for it with us\.deepseek\.r1-v1:0: write the model’s additional/,
    ],
    [
      'Claude through InvokeModel',
      { ...invoke, model: 'anthropic.claude-x' },
      adaptive,
      /use the endpoint kind anthropic-messages with "provider" bedrock\.$/,
    ],
    [
      'gpt-oss that is not to think',
      invoke,
      disabled,
      /^"thinking\.mode": bedrock-invoke cannot turn it off/,
    ],
    [
      'a level and a budget with Gemini',
      gemini,
      { thinking: { mode: 'enabled', budgetTokens: 9, effort: 'low' } },
      /^"thinking\.budgetTokens": google-gemini accepts either it or "thinking\.effort", not both\.$/,
    ],
    [
      'too much effort with Gemini',
      gemini,
      effort('max'),
      /does not support "max"; use minimal, low, medium,/,
    ],
    ['LiteLLM without more', litellm, { thinking: { mode: 'enabled' } }, /"effort" or "budgetTokens"\.$/],
    ['SageMaker', sagemaker, adaptive, /^"thinking": sagemaker has no standard option for it/],
  ];
  for (const [name, endpoint, options, wanted] of refusals) {
    it(`refuses ${name}`, async () => assert.match(await refused(endpoint, options), wanted));
  }
});
