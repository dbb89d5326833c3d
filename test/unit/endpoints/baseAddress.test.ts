import assert from 'node:assert/strict';
import { UserError } from '../../../src/core/base/errors.ts';
import { seededRandom } from '../../../src/core/base/random.ts';
import type { ReadyHttpRequest } from '../../../src/endpoints/http/httpEndpoint.ts';
import { type EndpointConfigInput, endpointKinds } from '../../../src/endpoints/kinds.ts';
import { createEndpoint } from '../../../src/endpoints/registry.ts';
import { readAddress } from '../../../src/endpoints/shared/baseAddress.ts';
import { HttpTransport } from '../../../src/endpoints/transport/httpTransport.ts';
import { parseEndpoint } from '../../../src/measure/plan/parsePlan.ts';

type Config = Partial<EndpointConfigInput> & { baseUrl: string };

const clock = { now: () => 0, wall: () => 0 };
const keys = { aws: { accessKeyId: 'id', secretAccessKey: 'secret' } };

/** The address that a request goes to. */
async function target(given: Config): Promise<string> {
  const config = parseEndpoint({ kind: 'openai-chat', model: 'm', ...given });
  const transport = new HttpTransport({ clock, environment: {} });
  const endpoint = await createEndpoint(config, keys, transport, clock);
  const ready = (await endpoint.ready(endpoint.createPayload('Hi', { maxTokens: 5 }))) as ReadyHttpRequest;
  endpoint.close();
  const [, path] = /^POST (\S+) /.exec(ready.encoded.bytes.toString('latin1')) ?? [];
  const { tls, host, port } = ready.encoded.route;
  return `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}${path}`;
}

function problem(given: Config): string {
  try {
    parseEndpoint({ kind: 'openai-chat', model: 'm', ...given });
  } catch (error) {
    assert.ok(error instanceof UserError);
    return error.message.replace('The endpoint: ', '');
  }
  return '';
}

const here = 'http://127.0.0.1:81';
const region = { region: 'eu-west-1' } as Partial<EndpointConfigInput>;
const bedrock = 'https://bedrock-runtime.eu-west-1.amazonaws.com';

const pasted: [title: string, config: Config, sentTo: string][] = [
  ['the address of requests', { baseUrl: `${here}/v1/chat/completions` }, `${here}/v1/chat/completions`],
  ['a slash at the end', { baseUrl: `${here}/v1//` }, `${here}/v1/chat/completions`],
  [
    'a request’s address with a slash',
    { baseUrl: `${here}/v1/chat/completions/` },
    `${here}/v1/chat/completions`,
  ],
  ['a fragment', { baseUrl: `${here}/v1#x` }, `${here}/v1/chat/completions`],
  ['spaces around', { baseUrl: ` ${here}/v1\n` }, `${here}/v1/chat/completions`],
  ['the version twice', { baseUrl: `${here}/v1/v1` }, `${here}/v1/chat/completions`],
  ['capitals', { baseUrl: 'HTTP://LOCALHOST:81/v1' }, 'http://localhost:81/v1/chat/completions'],
  [
    'no version, as LiteLLM offers',
    { baseUrl: 'http://localhost:4000' },
    'http://localhost:4000/chat/completions',
  ],
  ['a query that a gateway wants', { baseUrl: `${here}/v1?team=a` }, `${here}/v1/chat/completions?team=a`],
  [
    'Ollama without its version',
    { baseUrl: 'http://10.0.0.7:11434' },
    'http://10.0.0.7:11434/v1/chat/completions',
  ],
  [
    'OpenAI without its version',
    { baseUrl: 'https://api.openai.com' },
    'https://api.openai.com:443/v1/chat/completions',
  ],
  [
    'OpenRouter with half of its path',
    { baseUrl: 'https://openrouter.ai/v1' },
    'https://openrouter.ai:443/api/v1/chat/completions',
  ],
  [
    'OpenRouter’s address of requests',
    { baseUrl: 'https://openrouter.ai/api/v1/chat/completions' },
    'https://openrouter.ai:443/api/v1/chat/completions',
  ],
  [
    'Azure’s portal, a deployment',
    { baseUrl: `${here}/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21` },
    `${here}/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21`,
  ],
  [
    'Azure’s portal, the resource',
    { baseUrl: 'https://res.openai.azure.com/' },
    'https://res.openai.azure.com:443/openai/v1/chat/completions',
  ],
  [
    'Azure’s resource with a version',
    { baseUrl: 'https://res.openai.azure.com/?api-version=2024-10-21' },
    'https://res.openai.azure.com:443/openai/deployments/m/chat/completions?api-version=2024-10-21',
  ],
  [
    'Azure’s version 1 with an option',
    { baseUrl: 'https://res.openai.azure.com/openai/v1/chat/completions?api-version=preview' },
    'https://res.openai.azure.com:443/openai/v1/chat/completions?api-version=preview',
  ],
  [
    'Azure’s other models',
    { baseUrl: 'https://res.services.ai.azure.com/models/chat/completions?api-version=2024-05-01-preview' },
    'https://res.services.ai.azure.com:443/models/chat/completions?api-version=2024-05-01-preview',
  ],
  [
    'Azure’s Responses',
    {
      kind: 'openai-responses',
      baseUrl: 'https://res.openai.azure.com/openai/responses?api-version=2025-04-01-preview',
    },
    'https://res.openai.azure.com:443/openai/responses?api-version=2025-04-01-preview',
  ],
  ['Responses', { kind: 'openai-responses', baseUrl: `${here}/v1/responses` }, `${here}/v1/responses`],
  ['LiteLLM', { kind: 'litellm', baseUrl: `${here}/v1/chat/completions` }, `${here}/v1/chat/completions`],
  ['Messages', { kind: 'anthropic-messages', baseUrl: `${here}/v1/messages` }, `${here}/v1/messages`],
  [
    'Messages with its version',
    { kind: 'anthropic-messages', baseUrl: `${here}/v1/` },
    `${here}/v1/messages`,
  ],
  [
    'Messages with a query',
    { kind: 'anthropic-messages', baseUrl: `${here}/gw?team=a` },
    `${here}/gw/v1/messages?team=a`,
  ],
  [
    'Gemini',
    { kind: 'google-gemini', baseUrl: `${here}/v1beta/models/m:streamGenerateContent?alt=sse` },
    `${here}/v1beta/models/m:streamGenerateContent?alt=sse`,
  ],
  [
    'Gemini without a method',
    { kind: 'google-gemini', baseUrl: `${here}/v1beta/models/m` },
    `${here}/v1beta/models/m:streamGenerateContent?alt=sse`,
  ],
  [
    'Gemini without its version',
    { kind: 'google-gemini', baseUrl: 'https://generativelanguage.googleapis.com/' },
    'https://generativelanguage.googleapis.com:443/v1beta/models/m:streamGenerateContent?alt=sse',
  ],
  [
    'Gemini with a query',
    { kind: 'google-gemini', baseUrl: `${here}/v1beta?team=a` },
    `${here}/v1beta/models/m:streamGenerateContent?team=a&alt=sse`,
  ],
  [
    'Vertex',
    {
      kind: 'google-gemini',
      baseUrl: 'https://aiplatform.googleapis.com/v1/publishers/google/models/m:generateContent',
    },
    'https://aiplatform.googleapis.com:443/v1/publishers/google/models/m:streamGenerateContent?alt=sse',
  ],
  [
    'Converse',
    { kind: 'bedrock-converse', ...region, baseUrl: `${bedrock}/model/m/converse-stream` } as Config,
    `${bedrock}:443/model/m/converse-stream`,
  ],
  [
    'InvokeModel',
    { kind: 'bedrock-invoke', ...region, baseUrl: `${bedrock}/model/m/invoke` } as Config,
    `${bedrock}:443/model/m/invoke-with-response-stream`,
  ],
  [
    'SageMaker',
    { kind: 'sagemaker', ...region, baseUrl: `${here}/endpoints/m/invocations` } as Config,
    `${here}/endpoints/m/invocations-response-stream`,
  ],
];

const refused: [title: string, config: Config, sentence: RegExp][] = [
  [
    'no scheme, local',
    { baseUrl: 'localhost:8000/v1' },
    /must begin with http:\/\/ or https:\/\/, for example http:\/\/localhost:8000\/v1\.$/,
  ],
  [
    'no scheme, a domain',
    { baseUrl: 'api.groq.com/openai/v1' },
    /for example https:\/\/api\.groq\.com\/openai\/v1\.$/,
  ],
  ['no scheme, IPv6', { baseUrl: '[::1]:8000/v1' }, /for example http:\/\/\[::1\]:8000\/v1\.$/],
  ['no address', { baseUrl: 'vllm' }, /must begin with http:\/\/ or https:\/\/\.$/],
  ['an empty text', { baseUrl: ' ' }, /is empty/],
  [
    'a WebSocket',
    { baseUrl: 'wss://api.openai.com/v1/realtime' },
    /begins with wss:\/\/.*http:\/\/ or https:\/\//,
  ],
  ['a command', { baseUrl: `curl ${here}/v1` }, /contains a space/],
  ['two addresses', { baseUrl: `${here}/v1 ${here}/v2` }, /contains a space/],
  ['no host', { baseUrl: 'http://' }, /not a valid URL/],
  ['a user', { baseUrl: 'https://me:secret@host/v1' }, /user name or password.*API key/],
  [
    'a key in Gemini’s address',
    { kind: 'google-gemini', baseUrl: `${here}/v1beta?key=secret` },
    /contains an API key.*GEMINI_API_KEY/,
  ],
  [
    'Responses for Chat Completions',
    { baseUrl: `${here}/v1/responses` },
    /set "kind" \(--endpoint\) to openai-responses/,
  ],
  ['Messages for Chat Completions', { baseUrl: `${here}/v1/messages` }, /to anthropic-messages/],
  ['Gemini for Chat Completions', { baseUrl: `${here}/v1beta/models/m:generateContent` }, /to google-gemini/],
  [
    'Chat Completions for Messages',
    { kind: 'anthropic-messages', baseUrl: `${here}/v1/chat/completions` },
    /to openai-chat/,
  ],
  ['Gemini’s OpenAI API', { kind: 'google-gemini', baseUrl: `${here}/v1beta/openai` }, /to openai-chat/],
  ['Completions', { baseUrl: `${here}/v1/completions` }, /older Completions API/],
  ['Ollama’s own API', { baseUrl: 'http://localhost:11434/api/chat' }, /Ollama’s own API.*\/v1/],
  ['Ollama’s own base', { baseUrl: 'http://localhost:11434/api' }, /Ollama’s own API.*\/v1/],
  ['embeddings', { baseUrl: `${here}/v1/embeddings` }, /does not generate text/],
  [
    'Messages without a version',
    { kind: 'anthropic-messages', baseUrl: `${here}/messages` },
    /\/v1\/messages below/,
  ],
  [
    'another model',
    { kind: 'google-gemini', baseUrl: `${here}/v1beta/models/other:generateContent` },
    /names the model "other", but "model" is "m"/,
  ],
  [
    'two versions of Azure’s API',
    { apiVersion: '2024-06-01', baseUrl: `${here}/openai?api-version=2024-10-21` } as Config,
    /"apiVersion" \("2024-06-01"\)/,
  ],
  [
    'a query at AWS',
    { kind: 'bedrock-converse', ...region, baseUrl: `${bedrock}?a=secret` } as Config,
    /query/,
  ],
  ['an unknown scenario form', { baseUrl: 'simulated:a b' }, /simulated:fast/],
];

describe('the address of an endpoint', () => {
  for (const [title, config, sentTo] of pasted) {
    it(`works: ${title}`, async () => {
      assert.equal(await target(config), sentTo);
    });
  }

  for (const [title, config, sentence] of refused) {
    it(`is refused with what to give: ${title}`, () => {
      const message = problem(config);
      assert.match(message, sentence);
      assert.match(message, /^"baseUrl" .*\.$/);
      assert.doesNotMatch(message, /secret/);
    });
  }

  it('is a usable base URL or a sentence, whatever is pasted', () => {
    const random = seededRandom(13);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const schemes = [
      'http://',
      'https://',
      'HTTP://',
      'http:/',
      'http:',
      '',
      'ws://',
      'socks5://',
      '//',
      'http://u:secret@',
    ];
    const hosts = [
      '127.0.0.1:81',
      'localhost',
      '[::1]:9',
      'api.openai.com',
      'res.openai.azure.com',
      'openrouter.ai',
      'h\u00e9.example',
      'x y',
      '',
      '%',
      '..',
      'generativelanguage.googleapis.com',
      'localhost:11434',
    ];
    const parts = [
      '/v1',
      '/v1',
      '/',
      '//',
      '/openai',
      '/deployments/d',
      '/chat/completions',
      '/responses',
      '/messages',
      '/v1beta',
      '/models/m:streamGenerateContent',
      '/model/m/converse',
      '/endpoints/m/invocations',
      '/api/chat',
      '/%2f',
      '/ü',
      '/..',
      '\\',
      '#f',
      '?',
      '?api-version=2024-10-21',
      '?key=secret',
      '?alt=sse',
      ' ',
      '\t',
      '@',
    ];
    for (let i = 0; i < 20_000; i += 1) {
      const kind = pick(endpointKinds);
      const path = Array.from({ length: Math.floor(random() * 5) }, () => pick(parts)).join('');
      const config = {
        model: 'm',
        provider: kind.presets[0]?.provider,
        baseUrl: `${pick(schemes)}${pick(hosts)}${path}`,
      };
      const read = readAddress(kind, config);
      const shown = `${kind.id} ${config.baseUrl} ${JSON.stringify(read)}`;
      if ('problem' in read) {
        assert.match(read.problem, /^"baseUrl" .*\.$/, shown);
        assert.doesNotMatch(read.problem, /secret/, shown);
        continue;
      }
      const url = new URL(read.baseUrl);
      assert.match(url.protocol, /^https?:$/, shown);
      assert.deepEqual([url.username, url.password, url.hash], ['', '', ''], shown);
      assert.doesNotMatch(
        url.pathname,
        /.\/$|\/\/|\/v1\/v1$|\/chat\/completions$|\/models\/m:streamGenerateContent$/,
        shown,
      );
      assert.deepEqual(readAddress(kind, { ...config, ...read }), { baseUrl: read.baseUrl }, shown);
    }
  });
});
