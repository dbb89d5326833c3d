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

describe('payloads: cache points', () => {
  const system = 'Be brief.';
  const pointAfter = (part: 'system' | 'prompt', ttl?: '1h' | '12h' | '5m'): Options => ({
    system,
    cachePoint: { after: part, ttl },
  });
  const text = (value: string, mark: JsonObject) => ({ type: 'text', text: value, ...mark });
  const explicit = { prompt_cache_breakpoint: { mode: 'explicit' } };
  const ephemeral = { cache_control: { type: 'ephemeral' } };
  const userSays = (content: JsonObject[]) => ({ role: 'user', content });
  const cases: readonly (readonly [string, EndpointConfigInput, Options, JsonObject])[] = [
    [
      'Messages: after the system prompt, for an hour',
      claude,
      pointAfter('system', '1h'),
      { system: [text(system, { cache_control: { type: 'ephemeral', ttl: '1h' } })] },
    ],
    [
      'Messages: after the prompt',
      claude,
      pointAfter('prompt'),
      { system, messages: [userSays([text('Hi', ephemeral)])] },
    ],
    [
      'Converse: after the system prompt',
      converse,
      pointAfter('system'),
      { system: [{ text: system }, { cachePoint: { type: 'default' } }] },
    ],
    [
      'Converse: after the prompt, for five minutes',
      converse,
      pointAfter('prompt', '5m'),
      {
        system: [{ text: system }],
        messages: [userSays([{ text: 'Hi' }, { cachePoint: { type: 'default', ttl: '5m' } }])],
      },
    ],
    [
      'Chat Completions: after the system prompt',
      openai,
      pointAfter('system', '12h'),
      {
        messages: [
          {
            role: 'system',
            content: [text(system, { prompt_cache_breakpoint: { mode: 'explicit', ttl: '12h' } })],
          },
          { role: 'user', content: 'Hi' },
        ],
      },
    ],
    ['Chat Completions: a key', openai, { cachePoint: { key: 'team-1' } }, { prompt_cache_key: 'team-1' }],
    [
      'OpenRouter: in Anthropic’s words',
      { ...openai, provider: 'openrouter' },
      { cachePoint: { after: 'prompt' } },
      { messages: [userSays([text('Hi', ephemeral)])] },
    ],
    [
      'LiteLLM: in Anthropic’s words',
      litellm,
      pointAfter('system'),
      {
        messages: [
          { role: 'user', content: 'Hi' },
          { role: 'system', content: [text(system, ephemeral)] },
        ],
      },
    ],
    [
      'Responses: the system prompt becomes a message that can be marked',
      responses,
      pointAfter('system'),
      {
        input: [
          { role: 'system', content: [{ type: 'input_text', text: system, ...explicit }] },
          { role: 'user', content: 'Hi' },
        ],
      },
    ],
    [
      'Responses: after the prompt, with a key',
      responses,
      { cachePoint: { after: 'prompt', key: 'k' } },
      { input: [userSays([{ type: 'input_text', text: 'Hi', ...explicit }])], prompt_cache_key: 'k' },
    ],
  ];
  for (const [name, endpoint, options, wanted] of cases) {
    it(name, async () => assert.deepEqual(await brings(endpoint, options), wanted));
  }

  const point: Options = { cachePoint: { after: 'prompt' } };
  const refusals: readonly (readonly [string, EndpointConfigInput, Options, RegExp])[] = [
    [
      'Gemini',
      gemini,
      point,
      /^"cachePoint": google-gemini caches on its own\..* cachedContent in a "payload"\.$/,
    ],
    ['SageMaker', sagemaker, point, /^"cachePoint": sagemaker leaves caching to the container/],
    ['InvokeModel', invoke, point, /^"cachePoint": bedrock-invoke sends a model’s own form/],
    [
      'vLLM',
      { ...openai, provider: 'vllm' },
      point,
      /^"cachePoint": openai-chat supports it only for OpenAI, /,
    ],
    [
      'a key with Anthropic',
      claude,
      { cachePoint: { key: 'k' } },
      /^"cachePoint\.key": anthropic-messages has no cache keys: use "cachePoint\.after" instead\.$/,
    ],
    [
      'OpenAI’s times with Bedrock',
      converse,
      pointAfter('prompt', '12h'),
      /does not support "12h"; use 5m or 1h/,
    ],
    ['Anthropic’s times with OpenAI', openai, pointAfter('prompt', '1h'), /"1h" with OpenAI; use 30m or 12h/],
  ];
  for (const [name, endpoint, options, wanted] of refusals) {
    it(`refuses ${name}`, async () => assert.match(await refused(endpoint, options), wanted));
  }
});
