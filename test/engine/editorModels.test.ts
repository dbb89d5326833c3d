import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { realDelay } from '../../src/core/base/delay.ts';
import type { EnginePort } from '../../src/engine/enginePort.ts';
import { inProcessEngine } from '../../src/engine/inProcessEngine.ts';
import { compareRuns } from '../../src/results/compareRuns.ts';
import { projectRoot } from '../harness/projectRoot.ts';
import { ScriptedModels, text } from '../unit/endpoints/support/scriptedModels.ts';
import { withFolder } from '../unit/folder/support/withFolder.ts';
import { measure, openEngine, simulated, snapshotWhere, startOf } from './support/engine.ts';

const fileUrl = (path: string) => pathToFileURL(join(projectRoot, path));
const steady = { kind: 'vscode-lm', provider: 'acme', model: 'steady' };

/** The engine in this thread, with models that answer in real time. */
async function inside<T>(use: (engine: EnginePort, models: ScriptedModels) => Promise<T>): Promise<T> {
  const models = new ScriptedModels(realDelay, {
    steady: {
      parts: [
        [5, text('One ')],
        [10, text('two')],
      ],
    },
    endless: { parts: [[5, text('One ')]], end: 1e9 },
  });
  const engine = inProcessEngine({
    engineModule: fileUrl('src/engine/serveEngine.ts'),
    simulatorWorker: fileUrl('src/simulator/worker.ts'),
    tool: 'llmeter-test 0.0.0',
    models,
  });
  try {
    return await use(engine, models);
  } finally {
    await engine.close();
  }
}

describe('an engine for the editor’s models', () => {
  it('runs in the thread that reaches them, and claims no accuracy that it has not', () =>
    withFolder(folder =>
      inside(async (engine, models) => {
        const outcome = await measure(
          engine,
          'run',
          startOf(folder, { endpoint: steady, prompt: 'Count!', requests: 3 }),
        );
        assert.deepEqual(
          [outcome.state, outcome.totalRequests, outcome.failedRequests, models.requests.length],
          ['saved', 3, 0, 3],
        );
        const { transport, thread, self_check_error_p50, stall_longest } = outcome.environment;
        assert.deepEqual([transport, thread, self_check_error_p50], ['vscode-lm', 'main', null]);
        assert.equal(typeof stall_longest, 'number');
      }),
    ));

  it('writes a folder that loads again, and names who counted the tokens', () =>
    withFolder(folder =>
      inside(async engine => {
        const start = startOf(folder, {
          endpoint: { ...steady, name: 'Acme' },
          prompt: 'Count!',
          requests: 2,
        });
        const { folder: run } = await measure(engine, 'run', start);
        const report = await engine.request('loadReport', { folder: run });
        assert.deepEqual(report.endpoint, {
          ...{ name: 'Acme', kind: 'vscode-lm', model: 'steady', provider: 'acme', baseUrl: null },
          baseUrlFrom: null,
          stream: true,
        });
        assert.deepEqual([report.state, report.warnings, report.totalRequests], ['saved', [], 2]);
        assert.deepEqual([...report.columns.inputTokens, ...report.columns.outputTokens], [6, 6, 7, 7]);
        const { response, trace } = await engine.request('loadRequest', { folder: run, index: 0 });
        assert.deepEqual(
          [response.response_text, response.input_payload, trace?.tokenSourceOutput],
          [
            'One two',
            {
              model: 'steady',
              messages: [{ role: 'user', content: 'Count!' }],
              modelOptions: { max_tokens: 256 },
            },
            'tokenizer',
          ],
        );
        const config = JSON.parse(await readFile(join(run, 'run_config.json'), 'utf8'));
        assert.deepEqual(
          [config.endpoint.endpoint_type, config.tokenizer],
          ['VscodeLanguageModel', { tokenizer_module: 'vscode-lm' }],
        );
      }),
    ));

  it('keeps what was measured when a run is stopped', () =>
    withFolder(folder =>
      inside(async (engine, models) => {
        const begun = snapshotWhere(engine, ({ progress }) => progress.inFlight === 1);
        const over = measure(engine, 'run', startOf(folder, { endpoint: { ...steady, model: 'endless' } }));
        await begun;
        await engine.request('stop', { id: 'run', stage: 2 });
        assert.equal((await over).state, 'partial');
        assert.equal(models.requests[0]?.cancelled, true);
      }),
    ));

  it('refuses a run before it has a folder where there is no such model', () =>
    withFolder(folder =>
      inside(async engine => {
        const start = startOf(folder, { endpoint: { ...steady, model: 'gone' } });
        await assert.rejects(measure(engine, 'run', start), {
          name: 'UserError',
          message: 'VS Code offers no model “gone” from “acme”. Set "model" to one of: steady, endless.',
        });
        const { runs } = await engine.request('listRuns', { roots: [folder] });
        assert.deepEqual(runs, []);
      }),
    ));

  it('tests connections and lists models', () =>
    inside(async engine => {
      const params = { endpoint: steady, secrets: {}, network: {} };
      const { ok, text: said } = await engine.request('testConnection', params);
      assert.deepEqual([ok, said], [true, 'One two']);
      assert.deepEqual(await engine.request('listModels', params), ['steady', 'endless']);
    }));

  it('makes runs that are not compared with those of another transport', () =>
    withFolder(folder =>
      inside(async engine => {
        const plan = { prompt: 'Count!', requests: 2 };
        const [mine, wire] = [
          await measure(engine, 'run', startOf(folder, { ...plan, name: 'mine', endpoint: steady })),
          await measure(
            engine,
            'run',
            startOf(folder, { ...plan, name: 'wire', endpoint: simulated('fast') }),
          ),
        ];
        const { pairs } = (await compareRuns([wire.folder, mine.folder], {})).comparison;
        const reason = pairs[0]?.reasons.find(({ id }) => id === 'transport');
        assert.equal(reason?.severity, 'forbids');
        assert.match(reason?.because ?? '', /different transports: http\/1\.1 and vscode-lm/);
      }),
    ));

  it('says so when its code cannot be loaded', async () => {
    const engine = inProcessEngine({
      engineModule: fileUrl('src/engine/notThere.ts'),
      simulatorWorker: fileUrl('src/simulator/worker.ts'),
      tool: '',
      models: new ScriptedModels(realDelay, {}),
    });
    await assert.rejects(
      engine.request('listRuns', { roots: [] }),
      /^ChannelClosed: The engine could not be loaded: /,
    );
  });

  it('is needed: the one in a thread of its own refuses them', () =>
    withFolder(async folder => {
      const engine = openEngine();
      try {
        await assert.rejects(measure(engine, 'run', startOf(folder, { endpoint: steady })), {
          name: 'UserError',
          message:
            /^Endpoints of kind "vscode-lm" are models inside VS Code and work only there: run this plan in the editor/,
        });
      } finally {
        await engine.close();
      }
    }));
});
