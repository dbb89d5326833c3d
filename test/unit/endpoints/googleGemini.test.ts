import assert from 'node:assert/strict';
import { GoogleGeminiDialect } from '../../../src/endpoints/googleGemini/adapter.ts';
import { type GoogleGeminiConfig, googleGeminiConfig } from '../../../src/endpoints/googleGemini/config.ts';
import type { EndpointConfigInput } from '../../../src/endpoints/kinds.ts';
import { sentBy, withEnvironment } from './support/requests.ts';
import { frozen } from './support/runs.ts';

type Config = Partial<EndpointConfigInput & { kind: 'google-gemini' }>;

function dialect(config: Config = {}, apiKey?: string): GoogleGeminiDialect {
  const parsed = googleGeminiConfig.parse({ kind: 'google-gemini', model: 'gemini-2.5-flash', ...config });
  return new GoogleGeminiDialect(parsed as GoogleGeminiConfig, { apiKey });
}

const payload = frozen({ contents: [{ role: 'user', parts: [{ text: 'Hi' }] }] });
const sent = (config: Config, apiKey?: string) => sentBy(dialect(config, apiKey), payload);
const refused = (status: number, text: string) => dialect().refusal(status, new Map(), text);

describe('google-gemini', () => {
  it('names the model and the method in the address, and streams as server-sent events', async () => {
    const google = 'https://generativelanguage.googleapis.com/v1beta';
    const urls = [
      [{}, `${google}/models/gemini-2.5-flash:streamGenerateContent?alt=sse`],
      [{ stream: false }, `${google}/models/gemini-2.5-flash:generateContent`],
      [{ stream: false, model: 'tunedModels/my model' }, `${google}/tunedModels/my%20model:generateContent`],
      [
        { baseUrl: 'https://aiplatform.googleapis.com/v1/publishers/google/', stream: false },
        'https://aiplatform.googleapis.com/v1/publishers/google/models/gemini-2.5-flash:generateContent',
      ],
    ] as const;
    for (const [config, url] of urls) assert.equal((await sent(config)).url, url);
  });

  it('sends the key in its header, never in the address, and no header without a key', async () => {
    const { url, headers } = await sent({}, 'AIza-secret');
    assert.deepEqual(headers, { 'content-type': 'application/json', 'x-goog-api-key': 'AIza-secret' });
    assert.doesNotMatch(url, /secret/);
    await withEnvironment({ GEMINI_API_KEY: 'env-key', GOOGLE_API_KEY: 'env-key' }, async () => {
      assert.deepEqual((await sent({})).headers, { 'content-type': 'application/json' });
    });
    const own = await sent({ headers: { 'X-Goog-Api-Key': 'mine', 'X-Team': 'blue' } }, 'AIza-secret');
    assert.deepEqual(own.headers, {
      'content-type': 'application/json',
      'x-goog-api-key': 'mine',
      'x-team': 'blue',
    });
  });

  it('sends the payload unchanged', async () => {
    const { body } = await dialect().request(dialect().prepare(payload));
    assert.equal(body, '{"contents":[{"role":"user","parts":[{"text":"Hi"}]}]}');
  });

  it('makes a payload from a prompt', () => {
    assert.deepEqual(dialect().createPayload('Hi', { maxTokens: 7, system: 'Be brief.' }), {
      contents: [{ role: 'user', parts: [{ text: 'Hi' }] }],
      generationConfig: { maxOutputTokens: 7 },
      systemInstruction: { parts: [{ text: 'Be brief.' }] },
    });
    assert.deepEqual(Object.keys(dialect().createPayload('Hi', { maxTokens: 7 })), [
      'contents',
      'generationConfig',
    ]);
  });

  it('reads the input text from the contents, without the system instruction', () => {
    const contents = [
      { role: 'user', parts: [{ text: 'one' }, { inlineData: {} }] },
      { role: 'model', parts: [{ text: 'two' }] },
      'nonsense',
    ];
    assert.equal(
      dialect().inputText({ contents, systemInstruction: { parts: [{ text: 'three' }] } }),
      'one\ntwo',
    );
    assert.equal(dialect().inputText({}), '');
  });

  it('is serialised like LLMeter’s own endpoints, under our own names', () => {
    assert.equal(
      JSON.stringify(dialect({}, 'AIza-secret').toDict()),
      '{"endpoint_name":"google-gemini","model_id":"gemini-2.5-flash","provider":"google","ttft_visible_tokens_only":true,"endpoint_type":"GoogleGeminiStream"}',
    );
    assert.equal(
      JSON.stringify(dialect({ stream: false, provider: 'vertex' }).toDict()),
      '{"endpoint_name":"google-gemini","model_id":"gemini-2.5-flash","provider":"vertex","endpoint_type":"GoogleGemini"}',
    );
  });

  it('lists the models that can generate', async () => {
    const request = await dialect({}, 'AIza').modelsRequest();
    assert.deepEqual(
      [request.method, request.url],
      ['GET', 'https://generativelanguage.googleapis.com/v1beta/models?pageSize=1000'],
    );
    const models = [
      { name: 'models/gemini-2.5-flash', supportedGenerationMethods: ['generateContent', 'countTokens'] },
      { name: 'models/text-embedding-004', supportedGenerationMethods: ['embedContent'] },
      { name: 'tunedModels/mine' },
      null,
    ];
    assert.deepEqual(dialect().modelIds({ models }), ['gemini-2.5-flash', 'tunedModels/mine']);
    assert.deepEqual(dialect().modelIds('nonsense'), []);
  });

  it('reads the message of a refusal in any form', () => {
    assert.equal(refused(502, '<html>Bad gateway</html>').message, '502 Bad gateway');
    assert.equal(refused(500, '').message, '500 Internal Server Error (no message)');
    assert.equal(refused(400, '{"error":{"message":"No.\\n"}}').message, '400 No.');
    const delays = ['17s', '0.5s', 'soon', 17].map(retryDelay => {
      const error = { code: 429, message: 'Wait.', details: [{}, { retryDelay }] };
      return refused(429, JSON.stringify({ error })).retryAfter;
    });
    assert.deepEqual(delays, [17, 0.5, null, null]);
  });
});
