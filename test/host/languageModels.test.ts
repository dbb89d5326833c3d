import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ResponseTrace } from '../../src/core/request/trace.ts';
import type { StartedIds } from '../../src/extension/commands/measureCommand.ts';
import type { RunArguments } from '../../src/extension/measurements/arguments.ts';
import type { Finished } from '../../src/protocol/measurement.ts';
import type { RunOutcome } from '../../src/protocol/run.ts';
import { access, endOf, eventually, shapeOf, withoutEndpoints } from './access.ts';

/** What test/fixtures/languageModelProvider records of a request, in milliseconds of this process's clock. */
interface ProviderRequest {
  model: string;
  messages: { role: string; text: string }[];
  modelOptions: object;
  startedAt: number;
  reports: number[];
  cancelled: boolean;
}

interface Provider {
  requests: ProviderRequest[];
  words: string[];
  onDidChange: vscode.Event<ProviderRequest>;
}

const modelOf = (model: string) => ({ kind: 'vscode-lm', provider: 'scripted', model }) as const;
/** Each test names its run, so it never reads the folder of another test. */
const run = async (name: string, args: RunArguments) =>
  vscode.commands.executeCommand<RunOutcome>('llmeter.run.start', { name, showPanel: false, ...args });
const tracesOf = ({ folder }: RunOutcome): ResponseTrace[] =>
  readFileSync(join(folder, 'trace.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));

async function provider(): Promise<Provider> {
  const extension = vscode.extensions.getExtension<Provider>('llmeter-test.scripted-models');
  assert.ok(extension, 'the provider of models is installed');
  return extension.activate();
}

describe('the editor’s own models', () => {
  let models: Provider;

  before(async () => {
    models = await provider();
    // The first request to a vendor is preceded by one that only asks for permission.
    const { engine } = await access();
    const answer = await engine.request('testConnection', {
      endpoint: modelOf('steady'),
      secrets: {},
      network: {},
    });
    assert.deepEqual([answer.ok, answer.text], [true, models.words.join('')]);
    assert.deepEqual(
      models.requests.map(({ messages, cancelled }) => [messages[0]?.text, cancelled]),
      [
        ['Hello', true],
        ['Say hello in one short sentence.', false],
      ],
    );
  });

  beforeEach(async () => {
    await withoutEndpoints();
    const { roots } = await access();
    if (existsSync(roots.usual())) rmSync(roots.usual(), { recursive: true });
    models.requests.length = 0;
  });
  after(withoutEndpoints);

  it('are offered by their vendor', async () => {
    const { engine } = await access();
    const offered = await engine.request('listModels', {
      endpoint: modelOf('any'),
      secrets: {},
      network: {},
    });
    assert.deepEqual(offered.slice(0, 2), ['steady', 'thinking']);
  });

  it('are endpoints like others in the tree', async () => {
    const { endpointTree } = await access();
    await vscode.commands.executeCommand('llmeter.endpoint.add', {
      config: { ...modelOf('steady'), name: 'Scripted steady' },
    });
    assert.deepEqual(await shapeOf(endpointTree), ['Scripted steady']);
    const [node] = await endpointTree.getChildren();
    assert.equal(node?.description, 'steady · scripted in VS Code');
    assert.match(String(node?.describe().value).replaceAll('&nbsp;', ' '), /^\*\*API key\*\* not needed$/m);
  });

  it('are measured in the editor’s process: no time is earlier than the provider’s own', async () => {
    const outcome = await run('measured', {
      endpoint: modelOf('steady'),
      prompt: 'Count!',
      system: 'Slowly.',
      requests: 3,
    });
    assert.deepEqual(
      [outcome.state, outcome.totalRequests, outcome.failedRequests, models.requests.length],
      ['saved', 3, 0, 3],
    );
    for (const request of models.requests) {
      assert.deepEqual(request.messages, [
        { role: 'user', text: 'Slowly.' },
        { role: 'user', text: 'Count!' },
      ]);
      assert.deepEqual(request.modelOptions, { max_tokens: 256 });
    }
    for (const [i, trace] of tracesOf(outcome).entries()) {
      const { startedAt, reports } = models.requests[i] ?? { startedAt: 0, reports: [] };
      const trueTimes = reports.map(at => (at - startedAt) / 1000);
      assert.equal(trace.chunks, 5);
      assert.ok((trace.ttft ?? 0) >= (trueTimes[0] ?? 0), `${trace.ttft} after ${trueTimes[0]}`);
      assert.ok((trace.ttlt ?? 0) >= (trueTimes[4] ?? 0), `${trace.ttlt} after ${trueTimes[4]}`);
      assert.ok((trace.ttlt ?? 0) > (trace.ttft ?? 0));
      console.log(
        `VS Code was late by ${(((trace.ttft ?? 0) - (trueTimes[0] ?? 0)) * 1000).toFixed(1)} ms at the first part, by ${(((trace.ttlt ?? 0) - (trueTimes[4] ?? 0)) * 1000).toFixed(1)} ms at the last.`,
      );
    }
  });

  it('count their own tokens', async () => {
    const outcome = await run('counted', { endpoint: modelOf('steady'), prompt: 'Count!', requests: 2 });
    const { reader } = await access();
    const { columns } = await reader.request('loadReport', { folder: outcome.folder });
    const letters = models.words.join('').length;
    assert.deepEqual([...columns.inputTokens, ...columns.outputTokens], [6, 6, letters, letters]);
    for (const trace of tracesOf(outcome)) {
      assert.deepEqual([trace.tokenSourceInput, trace.tokenSourceOutput], ['tokenizer', 'tokenizer']);
    }
  });

  it('make folders that say where the times come from, and claim no other accuracy', async () => {
    const { folder } = await run('environment', { endpoint: modelOf('steady'), requests: 1 });
    const { reader } = await access();
    const report = await reader.request('loadReport', { folder });
    const { transport, thread, self_check_error_p50, stall_longest } = report.environment ?? {};
    assert.deepEqual([transport, thread, self_check_error_p50], ['vscode-lm', 'main', null]);
    assert.equal(typeof stall_longest, 'number');
    assert.deepEqual(report.warnings, []);
    assert.ok(report.diagnostics.some(({ id }) => id === 'through-editor'));
    const config = JSON.parse(readFileSync(join(folder, 'run_config.json'), 'utf8'));
    assert.deepEqual(config.endpoint, {
      endpoint_name: 'vscode-lm',
      model_id: 'steady',
      provider: 'scripted',
      endpoint_type: 'VscodeLanguageModel',
    });
  });

  it('distinguish thoughts and tool calls from text', async () => {
    const [thought] = tracesOf(await run('thinking', { endpoint: modelOf('thinking'), requests: 1 }));
    const [called] = tracesOf(await run('tools', { endpoint: modelOf('tools'), requests: 1 }));
    assert.ok(thought && called);
    const newer = 'LanguageModelThinkingPart' in vscode;
    assert.equal((thought.ttft ?? 0) > (thought.ttftAny ?? 0), newer);
    assert.deepEqual([thought.chunks, called.chunks], [2, 2]);
    assert.ok((called.ttlt ?? 0) >= (called.ttft ?? 0));
  });

  it('keep what arrived before a stop, and are cancelled', async () => {
    const { measurements } = await access();
    const begun = eventually(models.onDidChange, ({ reports }) => reports.length >= 3);
    const { id } = await vscode.commands.executeCommand<StartedIds>('llmeter.run.start', {
      endpoint: modelOf('endless'),
      requests: 1,
      waitForEnd: false,
      showPanel: false,
    } satisfies RunArguments);
    await begun;
    const cancelled = eventually(models.onDidChange, request => request.cancelled);
    const ended = endOf<'run'>(measurements, id);
    await vscode.commands.executeCommand('llmeter.run.stop', id);
    await vscode.commands.executeCommand('llmeter.run.stop', id);
    const outcome = await ended;
    assert.equal(outcome.state, 'partial');
    const [trace] = tracesOf(outcome);
    assert.equal(trace?.phase, 'cancelled');
    assert.ok((trace?.chunks ?? 0) > 0);
    await cancelled;
  });

  for (const [model, reason, words] of [
    [
      'blocked',
      'rateLimit',
      /^“scripted” blocks further requests: .*\(The quota of this month is used up\.\)$/,
    ],
    ['forbidden', 'permission', /^VS Code does not let LLMeter use .*\(This extension may not\.\)$/],
    ['broken', 'provider', /The wire was cut\./],
  ] as const) {
    it(`say what to do when they are ${model}, and get one request`, async () => {
      const outcome = await run(model, { endpoint: modelOf(model), requests: 1, retries: 2 });
      assert.equal(outcome.failedRequests, 1);
      const { reader } = await access();
      const { response, trace } = await reader.request('loadRequest', { folder: outcome.folder, index: 0 });
      assert.match(response.error ?? '', words);
      assert.equal(trace?.reason, reason);
      assert.equal(models.requests.filter(({ messages }) => messages[0]?.text !== 'Hello').length, 1);
    });
  }

  it('can be interleaved with an API in the same process, and are not called better or worse', async () => {
    const { engine, roots } = await access();
    const wire = { kind: 'openai-chat', model: 'sim', baseUrl: 'simulated:fast' };
    const side = (name: string, endpoint: object) => ({
      name,
      plan: { endpoint, prompt: 'Count!', requests: 2 },
      secrets: {},
    });
    const finished = await engine.request('measure', {
      id: 'mixed',
      measurement: {
        kind: 'ab',
        name: 'mixed',
        sides: [side('wire', wire), side('editor', modelOf('steady'))],
        place: { folders: [], chosen: [''] },
        baseFolder: roots.usual(),
        defaultOutput: roots.usual(),
        network: {},
      },
    });
    const { outcome } = finished as Finished<'ab'>;
    assert.deepEqual(
      outcome.sides.map(({ outcome: { state, environment } }) => [
        state,
        environment['transport'],
        environment['thread'],
      ]),
      [
        ['saved', 'http/1.1', 'main'],
        ['saved', 'vscode-lm', 'main'],
      ],
    );
    const reasons = outcome.comparison?.pairs[0]?.reasons ?? [];
    assert.ok(reasons.some(({ id, severity }) => id === 'transport' && severity === 'forbids'));
  });

  it('get no request if the user does not allow it: the run does not begin', async () => {
    const { roots } = await access();
    const guarded = { ...modelOf('steady'), provider: 'guarded' };
    // VS Code answers its own questions with no while tests run.
    await assert.rejects(
      run('guarded', { endpoint: guarded, requests: 3 }),
      /VS Code does not let LLMeter use the models from “guarded”: run Test Connection and allow access/,
    );
    assert.deepEqual([models.requests, existsSync(roots.usual())], [[], false]);
  });

  it('refuse a run before it begins if there is no such model', async () => {
    const { roots } = await access();
    await assert.rejects(
      run('gone', { endpoint: modelOf('gone') }),
      /VS Code offers no model “gone” from “scripted”/,
    );
    assert.equal(existsSync(roots.usual()), false);
  });
});
