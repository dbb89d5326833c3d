import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/core/base/jsonValue.ts';
import { type VscodeLmConfig, vscodeLmConfig } from '../../../src/endpoints/vscodeLm/config.ts';
import { VscodeLmEndpoint } from '../../../src/endpoints/vscodeLm/endpoint.ts';
import type { ModelPart } from '../../../src/endpoints/vscodeLm/languageModels.ts';
import { messagesOf } from '../../../src/endpoints/vscodeLm/messages.ts';
import { RetryingEndpoint } from '../../../src/measure/run/retrying.ts';
import { Runner } from '../../../src/measure/run/runner.ts';
import { MemoryFiles, unwatched } from '../measure/support/scriptedRun.ts';
import { settle, VirtualClock } from '../measure/support/virtualClock.ts';
import { editorError, type ModelScript, ScriptedModels, text } from './support/scriptedModels.ts';

const steady: ModelScript = {
  parts: [
    [100, text('One ')],
    [150, text('two ')],
    [250, text('three')],
  ],
  end: 280,
};

function modelsOf(scripts: Record<string, ModelScript>) {
  const clock = new VirtualClock();
  const models = new ScriptedModels(clock.delay, scripts);
  const endpointOf = (options: Partial<VscodeLmConfig> = {}) =>
    new VscodeLmEndpoint(
      vscodeLmConfig.parse({ kind: 'vscode-lm', provider: 'acme', model: 'm', ...options }),
      models,
      clock,
      clock.delay,
    );
  return { clock, models, endpointOf };
}

/** A run of the model `m`, in virtual time. */
function runOf(script: ModelScript, { requests = 1, timeout = 60, retries = 0, payload = {} } = {}) {
  const { clock, models, endpointOf } = modelsOf({ m: script });
  const endpoint = endpointOf();
  const files = new MemoryFiles();
  const runner = new Runner({
    config: {
      ...{ name: 'r', description: null, clients: 1, requests, duration: null, warmup: 0, rampUp: 0 },
      ...{
        timeout,
        seed: 0,
        lowMemory: false,
        progressBarStats: null,
        distribute: false,
        slo: {},
        maxErrorRate: null,
        stopOn: null,
      },
      payloads: [{ ...endpoint.createPayload('Count!', { maxTokens: 9 }), ...payload }],
    },
    endpoint: retries > 0 ? new RetryingEndpoint(endpoint, retries, clock.delay) : endpoint,
    clock,
    callbacks: [],
    openFiles: async () => files,
    redact: words => words,
    delay: clock.delay,
    watch: unwatched(),
  });
  return { clock, models, files, runner, whole: () => clock.until(runner.run()) };
}

async function recordOf(script: ModelScript, options?: Parameters<typeof runOf>[1]) {
  const run = runOf(script, options);
  const result = await run.whole();
  const [response] = run.files.responses;
  const [trace] = run.files.traces;
  assert.ok(response);
  assert.ok(trace);
  return { ...run, result, response, trace };
}

const rounded = (seconds: number | null | undefined) =>
  seconds == null ? seconds : Number(seconds.toFixed(6));

describe('models of VS Code', () => {
  it('are stored under a class name of our own', () => {
    assert.deepEqual(modelsOf({}).endpointOf().toDict(), {
      endpoint_name: 'vscode-lm',
      model_id: 'm',
      provider: 'acme',
      endpoint_type: 'VscodeLanguageModel',
    });
  });

  it('are selected by vendor and id, and by family and version if given', async () => {
    const { models, endpointOf } = modelsOf({ m: steady });
    await endpointOf().open();
    await endpointOf({ family: 'f', version: '2' }).open();
    assert.deepEqual(models.selected, [
      { vendor: 'acme', id: 'm', family: undefined, version: undefined },
      { vendor: 'acme', id: 'm', family: 'f', version: '2' },
    ]);
  });

  it('are listed by their ids', async () => {
    assert.deepEqual(await modelsOf({ m: steady, n: steady }).endpointOf().listModels(), ['m', 'n']);
  });

  it('are refused with a list of what is available', async () => {
    const { endpointOf } = modelsOf({ n: steady, o: steady });
    await assert.rejects(endpointOf().open(), {
      name: 'UserError',
      message: 'VS Code offers no model “m” from “acme”. Set "model" to one of: n, o.',
    });
    await assert.rejects(endpointOf({ provider: 'nobody', family: 'f' }).open(), {
      name: 'UserError',
      message:
        'VS Code offers no models from “nobody”. Sign in to this provider, or set "provider" to another vendor.',
    });
  });
});

describe('a request to a model of VS Code', () => {
  it('is recorded as it was sent: the system prompt as a user message, options merged', async () => {
    const { models, endpointOf } = modelsOf({ m: steady });
    const endpoint = endpointOf({
      modelOptions: { temperature: 0, max_tokens: 1 },
      justification: 'To measure.',
    });
    const payload = endpoint.createPayload('And you?', {
      maxTokens: 9,
      system: 'Be brief.',
      earlier: [{ role: 'assistant', text: 'Fine.' }],
    });
    assert.deepEqual(payload['messages'], [
      { role: 'system', content: 'Be brief.' },
      { role: 'assistant', content: 'Fine.' },
      { role: 'user', content: 'And you?' },
    ]);
    const request = await endpoint.ready(payload);
    assert.deepEqual(request.prepared, {
      model: 'm',
      messages: [
        { role: 'user', content: 'Be brief.' },
        { role: 'assistant', content: 'Fine.' },
        { role: 'user', content: 'And you?' },
      ],
      modelOptions: { temperature: 0, max_tokens: 9 },
    });
    assert.equal(request.inputText, 'Be brief.\nFine.\nAnd you?');
    assert.equal(endpoint.ready(payload), request, 'ready at once the second time');
    endpoint.invoke(request, 1000, () => {});
    assert.deepEqual(models.requests[0]?.messages, [
      { role: 'user', text: 'Be brief.' },
      { role: 'assistant', text: 'Fine.' },
      { role: 'user', text: 'And you?' },
    ]);
    assert.deepEqual(models.requests[0]?.options, {
      modelOptions: { temperature: 0, max_tokens: 9 },
      justification: 'To measure.',
    });
  });

  it('cannot contain files, thinking or cache points', () => {
    const endpoint = modelsOf({}).endpointOf();
    const media = [{ name: 'cat.png', mime: 'image/png', bytes: new Uint8Array() }] as never;
    assert.throws(() => endpoint.createPayload('', { maxTokens: 1, media }), {
      name: 'UserError',
      message: '"attachments": vscode-lm does not accept cat.png (image/png). It accepts no attachments.',
    });
    const thinking = { mode: 'adaptive' } as const;
    assert.throws(() => endpoint.createPayload('', { maxTokens: 1, thinking }), /"thinking": vscode-lm/);
    const cachePoint = { after: 'system' } as const;
    assert.throws(() => endpoint.createPayload('', { maxTokens: 1, cachePoint }), /"cachePoint": vscode-lm/);
  });

  it('may be a custom payload, as long as it is text', () => {
    const read = (...messages: JsonObject[]) => messagesOf({ messages });
    assert.deepEqual(read({ role: 'user', content: ['a', { type: 'text', text: 'b' }] }), [
      { role: 'user', text: 'a\nb' },
    ]);
    assert.throws(() => messagesOf({ contents: [] }), /The payload has no "messages"/);
    assert.throws(
      () => read({ role: 'tool', content: 'a' }),
      /"messages\[0\]\.role" must be one of user, assistant, system, developer\./,
    );
    assert.throws(
      () => read({ role: 'user', content: 'a' }, { role: 'user', content: [{ type: 'image_url' }] }),
      /"messages\[1\]\.content" must be a text, not image_url: VS Code’s models accept only text\./,
    );
    assert.throws(() => read({ role: 'user' }), /"messages\[0\]\.content" must be a text: /);
  });
});

describe('an answer of a model of VS Code', () => {
  it('has the times at which VS Code delivered its parts', async () => {
    const { response, trace } = await recordOf(steady);
    assert.equal(response.response_text, 'One two three');
    assert.deepEqual(
      [trace.ttft, trace.ttftAny, trace.ttlt, trace.endedAt - trace.sentAt].map(rounded),
      [0.1, 0.1, 0.25, 0.28],
    );
    assert.deepEqual(trace.gaps.map(rounded), [0.05, 0.1]);
    assert.deepEqual([response.time_to_first_token, response.time_to_last_token].map(rounded), [0.1, 0.25]);
    assert.deepEqual([trace.chunks, trace.ttfb, trace.connect, trace.httpStatus], [3, null, null, null]);
  });

  it('distinguishes thoughts and tool calls from text, and skips unknown parts', async () => {
    const parts: [number, ModelPart][] = [
      [50, { type: 'other' }],
      [100, { type: 'reasoning', text: 'Hm.' }],
      [200, text('Yes.')],
      [300, { type: 'toolCall' }],
      [400, { type: 'other' }],
    ];
    const { response, trace } = await recordOf({ parts });
    assert.equal(response.response_text, 'Yes.');
    assert.equal(response.error, null);
    assert.deepEqual([trace.ttftAny, trace.ttft, trace.ttlt].map(rounded), [0.1, 0.2, 0.3]);
    assert.deepEqual([trace.chunks, trace.tpot], [3, null], 'the text’s count says nothing of the rest');
  });

  it('has its tokens counted by the model, for the answer and the prompt', async () => {
    const { response, trace } = await recordOf(steady);
    assert.deepEqual([response.num_tokens_input, response.num_tokens_output], [6, 13]);
    assert.deepEqual([trace.tokenSourceInput, trace.tokenSourceOutput], ['tokenizer', 'tokenizer']);
    assert.equal(rounded(trace.tpot), rounded(0.15 / 12));
    assert.equal(rounded(response.time_per_output_token), rounded(0.15 / 12));
  });

  for (const [what, count] of [
    ['cannot count', async () => Promise.reject(new Error('no tokenizer'))],
    ['counts nonsense', async () => Number.NaN],
  ] as const) {
    it(`has its tokens estimated by words if the model ${what}`, async () => {
      const run = runOf(steady);
      run.models.count = count;
      const { diagnostics } = await run.whole();
      const [trace] = run.files.traces;
      assert.deepEqual(
        [run.files.responses[0]?.num_tokens_output, trace?.tokenSourceOutput],
        [3, 'estimate'],
      );
      assert.ok(diagnostics.some(({ id }) => id === 'estimated-tokens'));
    });
  }

  it('is kept as far as it arrived when the model fails', async () => {
    const failure = editorError('Unknown', '', new Error('The wire was cut.'));
    const { response, trace } = await recordOf({ ...steady, failure });
    assert.deepEqual([response.response_text, response.error], ['One two three', 'The wire was cut.']);
    assert.deepEqual(
      [trace.reason, rounded(trace.ttft), response.num_tokens_output],
      ['provider', 0.1, null],
    );
  });

  it('ends when it takes too long, and its request is cancelled', async () => {
    const { response, trace, models } = await recordOf(steady, { timeout: 0.2 });
    assert.equal(trace.reason, 'timeout');
    assert.match(response.error ?? '', /longer than 0\.2 s and was cancelled: raise "timeout"/);
    assert.equal(response.response_text, 'One two ');
    assert.equal(models.requests[0]?.cancelled, true);
  });

  it('is recorded as cancelled when the run is stopped', async () => {
    const { clock, runner, files, models } = runOf(steady, { requests: 5 });
    const over = runner.run();
    await settle();
    clock.next();
    await settle();
    runner.stop(2);
    assert.equal((await clock.until(over)).interrupted, true);
    const [trace] = files.traces;
    assert.deepEqual(
      [files.responses.length, files.traces.length, trace?.phase, trace?.chunks],
      [0, 1, 'cancelled', 1],
    );
    assert.deepEqual([models.requests.length, models.requests[0]?.cancelled], [1, true]);
  });

  it('belongs to a run that says that its times are VS Code’s', async () => {
    const { result } = await recordOf(steady);
    assert.equal(result.environment['transport'], 'vscode-lm');
    assert.deepEqual(
      result.diagnostics.map(({ id }) => id),
      ['through-editor'],
    );
  });
});

describe('a request that VS Code refuses', () => {
  for (const [code, reason, advice] of [
    ['NoPermissions', 'permission', /run Test Connection and allow access/],
    ['Blocked', 'rateLimit', /Use one client and fewer requests, or wait/],
    ['NotFound', 'notFound', /choose another one with Edit Endpoint/],
  ] as const) {
    it(`reports what to do about ${code}, quotes VS Code, and is not retried`, async () => {
      const script = { refusal: editorError(code, 'So it is.') };
      const { response, trace, models } = await recordOf(script, { retries: 3 });
      assert.equal(trace.reason, reason);
      assert.match(response.error ?? '', advice);
      assert.match(response.error ?? '', /\(So it is\.\)$/);
      assert.deepEqual([models.requests.length, response.retries], [1, 0]);
    });
  }

  it('is the last one if the user said no: every further one would ask again', async () => {
    const { files, models, whole } = runOf({ refusal: editorError('NoPermissions', 'No.') }, { requests: 3 });
    await whole();
    assert.equal(models.requests.length, 1);
    assert.equal(new Set(files.responses.map(({ error }) => error)).size, 1);
    assert.equal(files.responses.length, 3);
  });

  it('does not end the run if only a quota was used up', async () => {
    const { models, whole } = runOf({ refusal: editorError('Blocked', 'No.') }, { requests: 3 });
    await whole();
    assert.equal(models.requests.length, 3);
  });
});

describe('the user’s permission', () => {
  it('is requested before anything is measured, by a request whose answer is ignored', async () => {
    const { models, endpointOf } = modelsOf({ m: steady });
    models.permitted = false;
    const endpoint = endpointOf({ justification: 'To measure.' });
    await endpoint.open();
    await endpoint.ready(endpoint.createPayload('Count!', { maxTokens: 9 }));
    assert.deepEqual(models.requests, [
      {
        messages: [{ role: 'user', text: 'Hello' }],
        options: { modelOptions: { max_tokens: 1 }, justification: 'To measure.' },
        cancelled: true,
      },
    ]);
  });

  it('is not requested again after a refusal', async () => {
    const { models, endpointOf } = modelsOf({ m: { refusal: editorError('NoPermissions', 'No.') } });
    models.permitted = false;
    const endpoint = endpointOf();
    const refused = {
      name: 'UserError',
      message: /^VS Code does not let LLMeter use the models from “acme”/,
    };
    await assert.rejects(endpoint.open(), refused);
    await assert.rejects(endpoint.open(), refused);
    assert.throws(() => endpoint.ready(endpoint.createPayload('', { maxTokens: 1 })), refused);
    assert.equal(models.requests.length, 1);
  });
});
