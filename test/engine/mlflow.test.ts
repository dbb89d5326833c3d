import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../harness/projectRoot.ts';
import { measure, snapshotWhere, startOf, withEngine } from './support/engine.ts';
import { MlflowServer, type MlflowServerOptions } from './support/mlflowServer.ts';

const nineParams = [
  'total_requests',
  'clients',
  'n_requests',
  'model_id',
  'output_path',
  'endpoint_name',
  'provider',
  'run_name',
  'run_description',
];

async function withServer<T>(
  options: MlflowServerOptions,
  use: (server: MlflowServer) => Promise<T>,
): Promise<T> {
  const server = await MlflowServer.open(options);
  try {
    return await use(server);
  } finally {
    server.close();
  }
}

/** A run of three requests that is logged as `mlflow` says. */
function loggedRun(server: MlflowServer, mlflow: object, plan: object = {}) {
  return withEngine(async (engine, folder) => {
    const callbacks = [{ mlflow: { trackingUri: server.uri, ...mlflow } }];
    const start = startOf(folder, { prompt: 'hi', requests: 3, name: 'r1', callbacks, ...plan });
    const outcome = await measure(engine, 'run', start);
    const files: Record<string, string> = {};
    for (const name of await readdir(outcome.folder)) {
      files[name] = await readFile(join(outcome.folder, name), 'utf8');
    }
    return { outcome, files, folder, told: outcome.diagnostics.filter(({ id }) => id === 'mlflow') };
  });
}

const later = ' Then log the saved run with "llmeter mlflow FOLDER".';

describe('MLflow', () => {
  it('receives the nine parameters and only numeric metrics', () =>
    withServer({}, async server => {
      const { outcome, told } = await loggedRun(server, { experiment: 'llm', step: 7 });
      const [run, ...others] = server.runs;
      assert.ok(run);
      assert.deepEqual(others, []);
      assert.deepEqual(Object.keys(run.params), nineParams);
      assert.deepEqual(
        { ...run.params, output_path: null },
        {
          total_requests: '3',
          clients: '1',
          n_requests: '3',
          model_id: 'sim',
          output_path: null,
          endpoint_name: 'openai',
          provider: 'openai',
          run_name: 'r1',
          run_description: 'None',
        },
      );
      const expected = Object.entries(outcome.stats).filter(
        ([key, value]) => typeof value === 'number' && !nineParams.includes(key),
      );
      assert.ok(expected.some(([key]) => key === 'time_to_first_token-p90'));
      assert.deepEqual(
        run.metrics.map(({ key, value }) => [key, value]),
        expected,
      );
      assert.ok(run.metrics.every(({ step, timestamp }) => step === 7 && timestamp > run.startTime));
      assert.deepEqual([server.experiments.get('1')?.name, run.experimentId], ['llm', '1']);
      assert.deepEqual([run.name, run.status], ['r1', 'FINISHED']);
      assert.deepEqual(told, [
        {
          id: 'mlflow',
          severity: 'info',
          message: 'The results were logged to MLflow.',
          advice: `See ${server.uri}/#/experiments/1/runs/${run.id}`,
        },
      ]);
    }));

  it('uses an experiment that is there, and the default one where none is named', () =>
    withServer({}, async server => {
      server.experiments.set('5', { name: 'llm', deleted: false });
      await loggedRun(server, { experiment: 'llm', runName: 'mine' });
      await loggedRun(server, {});
      assert.deepEqual(
        server.runs.map(({ experimentId, name }) => [experimentId, name]),
        [
          ['5', 'mine'],
          ['0', 'r1'],
        ],
      );
    }));

  it('finds the experiment that somebody else makes in the same moment', () => {
    // The first time is the check before the run.
    let asked = 0;
    const intercept = (path: string) => {
      if (path !== 'mlflow/experiments/get-by-name' || asked++ !== 1) return null;
      return { status: 404, body: '{"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "none"}' };
    };
    return withServer({ intercept }, async server => {
      server.experiments.set('5', { name: 'llm', deleted: false });
      await loggedRun(server, { experiment: 'llm' });
      assert.deepEqual(
        server.runs.map(run => run.experimentId),
        ['5'],
      );
    });
  });

  it('uploads the files of the complete folder through the server', () =>
    withServer({}, async server => {
      const { files, told } = await loggedRun(server, { artifacts: true });
      const { 'llmeter.json': sidecar, ...uploaded } = server.runs[0]?.artifacts ?? {};
      const { 'llmeter.json': ours, ...others } = files;
      assert.deepEqual(uploaded, others);
      assert.equal(Object.keys(others).length, 7);
      assert.deepEqual(JSON.parse(sidecar ?? '').metrics, JSON.parse(ours ?? '').metrics);
      assert.deepEqual(
        told.map(({ severity }) => severity),
        ['info'],
      );
    }));

  it('says that a server keeps its artifacts elsewhere; parameters and metrics are there all the same', () =>
    withServer({ artifactRoot: 's3://bucket' }, async server => {
      const { files, told } = await loggedRun(server, { artifacts: true });
      const run = server.runs[0];
      assert.deepEqual(told.map(({ message, advice }) => [message, advice]).slice(1), [
        [
          `The run’s files were not uploaded to MLflow: The server keeps artifacts at s3://bucket/0/${run?.id}/artifacts, which it does not serve itself.`,
          `Start it with --serve-artifacts, or remove "artifacts" from the callback.${later}`,
        ],
      ]);
      assert.deepEqual(JSON.parse(files['llmeter.json'] ?? '').diagnostics.slice(-2), told);
      assert.equal(Object.keys(run?.params ?? {}).length, 9);
    }));

  it('nests the levels of one load test in one run', () =>
    withServer({}, server =>
      withEngine(async (engine, folder) => {
        const callbacks = [{ mlflow: { trackingUri: server.uri, nested: true } }];
        const start = startOf(folder, { prompt: 'hi', requests: 2, name: 'lt', callbacks });
        const { state } = await measure(engine, 'load-test', { ...start, levels: [1, 2] });
        assert.equal(state, 'saved');
        const [parent] = server.runs;
        assert.deepEqual(
          server.runs.map(({ name, status, tags }) => [name, status, tags['mlflow.parentRunId']]),
          [
            ['lt', 'FINISHED', undefined],
            ['00001-clients', 'FINISHED', parent?.id],
            ['00002-clients', 'FINISHED', parent?.id],
          ],
        );
      }),
    ));

  it('nests the sides of an A/B run, which end at the same time, in one run', () =>
    withServer({}, server =>
      withEngine(async (engine, folder) => {
        const callbacks = [{ mlflow: { trackingUri: server.uri, nested: true } }];
        const { plan, baseFolder, defaultOutput } = startOf(folder, {
          prompt: 'hi',
          requests: 4,
          callbacks,
        });
        const sides = ['left', 'right'].map(name => ({ name, plan, secrets: {} }));
        const start = { baseFolder, defaultOutput, sides, name: 'ab', network: {} };
        assert.equal((await measure(engine, 'ab', start)).state, 'saved');
        const [parent] = server.runs;
        assert.deepEqual(server.runs.map(({ name, tags }) => [name, tags['mlflow.parentRunId']]).sort(), [
          ['ab', undefined],
          ['left', parent?.id],
          ['right', parent?.id],
        ]);
      }),
    ));

  it('is asked before the run whether it answers: what will not go well is said at once', () =>
    withServer({ authorization: 'Bearer token' }, server =>
      withEngine(async (engine, folder) => {
        const callbacks = [{ mlflow: { trackingUri: server.uri } }];
        const said = new Promise<string>(resolve => {
          engine.on('log', ({ level, message }) => level === 'warn' && resolve(message));
        });
        const outcome = measure(engine, 'run', startOf(folder, { prompt: 'hi', duration: '1h', callbacks }));
        assert.match(
          await said,
          /^MLflow: The server at \S+ requires credentials .*"tokenEnv".*The run continues\.$/,
        );
        await engine.request('stop', { id: 'run', stage: 1 });
        await outcome;
      }),
    ));

  it('receives a stopped run as killed, with what was measured', () =>
    withServer({}, server =>
      withEngine(async (engine, folder) => {
        const callbacks = [{ mlflow: { trackingUri: server.uri } }];
        const start = startOf(folder, { prompt: 'hi', duration: '1h', callbacks });
        const some = snapshotWhere(engine, ({ progress }) => progress.done > 0);
        const outcome = measure(engine, 'run', start);
        await some;
        await engine.request('stop', { id: 'run', stage: 1 });
        assert.equal((await outcome).state, 'partial');
        const [run] = server.runs;
        assert.equal(run?.status, 'KILLED');
        assert.equal(run.metrics.find(({ key }) => key === 'interrupted')?.value, 1);
        assert.equal(run.params['total_requests'], String((await outcome).totalRequests));
      }),
    ));

  it('logs to a run that is there, or nests in it, and leaves its state alone', () =>
    withServer({}, async server => {
      await loggedRun(server, {});
      const [first] = server.runs;
      assert.ok(first);
      const metrics = first.metrics.length;
      first.params = {};
      first.status = 'RUNNING';
      await loggedRun(server, { runId: first.id, step: 2 });
      assert.deepEqual([server.runs.length, first.metrics.length, first.status], [1, 2 * metrics, 'RUNNING']);
      await loggedRun(server, { runId: first.id, nested: true });
      assert.equal(server.runs[1]?.tags['mlflow.parentRunId'], first.id);
    }));

  it('is given saved runs afterwards, Python’s too; a second try after a failure ends well', () =>
    withServer({ authorization: 'Bearer canary-token' }, server =>
      withEngine(async engine => {
        const folder = join(projectRoot, 'test/fixtures/llmeter/count-bound/with-costs');
        const log = (mlflow: object) =>
          engine.request('logToMlflow', {
            folder,
            mlflow: { trackingUri: server.uri, ...mlflow },
            network: {},
          });
        await assert.rejects(log({}), { name: 'UserError', message: /requires credentials .* "tokenEnv"/ });
        await assert.rejects(log({ stepp: 1 }), /MLflow: Unknown key "stepp"\. Did you mean "step"\?/);
        server.letEverybodyIn();
        const { page, warnings } = await log({ experiment: 'old', artifacts: true, nested: true });
        const [parent, run] = server.runs;
        assert.ok(run);
        assert.deepEqual([page, warnings], [`${server.uri}/#/experiments/1/runs/${run.id}`, []]);
        assert.equal(run.tags['mlflow.parentRunId'], parent?.id);
        assert.deepEqual(Object.keys(run.params), nineParams);
        assert.equal(run.params['output_path'], folder);
        const stats = JSON.parse(await readFile(join(folder, 'stats.json'), 'utf8'));
        const metric = run.metrics.find(({ key }) => key === 'time_to_first_token-p50');
        assert.equal(metric?.value, stats['time_to_first_token-p50']);
        assert.deepEqual(Object.keys(run.artifacts).sort(), (await readdir(folder)).sort());
      }),
    ));

  describe('when it fails, the run is saved all the same and says what to change:', () => {
    const failing = async (server: MlflowServer, mlflow: object = {}) => {
      const { outcome, files, told } = await loggedRun(server, mlflow);
      assert.equal(outcome.state, 'saved');
      assert.equal(JSON.parse(files['summary.json'] ?? '').total_requests, 3);
      assert.deepEqual(JSON.parse(files['llmeter.json'] ?? '').diagnostics.at(-1), told[0]);
      assert.equal(told.length, 1);
      const [{ severity, message, advice } = { severity: '', message: '', advice: '' }] = told;
      assert.equal(severity, 'warning');
      return [message, advice];
    };

    it('nobody answers', async () => {
      const server = await MlflowServer.open();
      const { uri } = server;
      server.close();
      const [message = '', advice] = await failing({ uri } as MlflowServer);
      assert.ok(
        message.startsWith(`The results were not logged to MLflow: The server at ${uri} did not answer: `),
        message,
      );
      assert.equal(
        advice,
        `Check "trackingUri" (MLFLOW_TRACKING_URI), and check that the server is running.${later}`,
      );
    });

    it('it requires credentials', () =>
      withServer({ authorization: 'Bearer token' }, async server => {
        const [message, advice] = await failing(server);
        assert.equal(
          message,
          `The results were not logged to MLflow: The server at ${server.uri} requires credentials (HTTP 401).`,
        );
        assert.match(advice ?? '', /"tokenEnv".*MLFLOW_TRACKING_TOKEN/);
      }));

    it('it is another kind of server', () =>
      withServer({ intercept: () => ({ status: 200, body: '<html>Welcome' }) }, async server => {
        const [message] = await failing(server);
        assert.match(message ?? '', /does not answer like a tracking server \(HTTP 200\): <html>Welcome/);
      }));

    it('the experiment was deleted', () =>
      withServer({}, async server => {
        server.experiments.set('1', { name: 'old', deleted: true });
        assert.deepEqual(await failing(server, { experiment: 'old' }), [
          'The results were not logged to MLflow: The experiment "old" was deleted.',
          `Restore it ("mlflow experiments restore"), or set "experiment" to another one.${later}`,
        ]);
      }));

    it('there is no such run', () =>
      withServer({}, async server => {
        assert.deepEqual(await failing(server, { runId: 'nowhere' }), [
          'The results were not logged to MLflow: RESOURCE_DOES_NOT_EXIST: Run with id=nowhere not found.',
          `Change "runId" (MLFLOW_RUN_ID) or "experiment" to one that exists on the server.${later}`,
        ]);
      }));

    it('another run was logged to the same one: parameters cannot be changed', () =>
      withServer({}, async server => {
        await loggedRun(server, {}, { name: 'first' });
        const [message] = await failing(server, { runId: server.runs[0]?.id });
        assert.match(message ?? '', /INVALID_PARAMETER_VALUE: Changing param values is not allowed/);
      }));

    it('it breaks in the middle: its run is marked as failed', () => {
      const intercept = (path: string) =>
        path === 'mlflow/runs/log-batch' ? { status: 503, body: 'upstream is away' } : null;
      return withServer({ intercept }, async server => {
        const [message] = await failing(server);
        assert.match(message ?? '', /HTTP 503\): upstream is away/);
        assert.equal(server.runs[0]?.status, 'FAILED');
      });
    });
  });

  describe('credentials', () => {
    const names = [
      'MLFLOW_TRACKING_URI',
      'MLFLOW_TRACKING_USERNAME',
      'MLFLOW_TRACKING_PASSWORD',
      'TOKEN_OF_MINE',
    ];
    const kept = names.map(name => [name, process.env[name]] as const);
    const set = (name: string, value: string | undefined) => {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    };
    afterEach(() => {
      for (const [name, value] of kept) set(name, value);
    });
    const basic = `Basic ${Buffer.from('ann:canary-password').toString('base64')}`;

    const sources = {
      'the address': { authorization: basic, inUrl: 'ann:canary-password@' },
      'user and password of the environment': {
        authorization: basic,
        env: { MLFLOW_TRACKING_USERNAME: 'ann', MLFLOW_TRACKING_PASSWORD: 'canary-password' },
      },
      'a variable that the plan names': {
        authorization: 'Bearer canary-token',
        env: { TOKEN_OF_MINE: 'canary-token' },
        tokenEnv: 'TOKEN_OF_MINE',
      },
    };
    type Source = { authorization: string; inUrl?: string; env?: Record<string, string>; tokenEnv?: string };
    for (const [source, credentials] of Object.entries<Source>(sources)) {
      const { authorization, inUrl = '', env = {}, tokenEnv } = credentials;
      const loggedWith = (server: MlflowServer) => {
        for (const [name, value] of Object.entries(env)) set(name, value);
        return loggedRun(server, {
          trackingUri: `http://${inUrl}${server.address}`,
          ...(tokenEnv && { tokenEnv }),
        });
      };

      it(`from ${source} reach the server and no file`, () =>
        withServer({ authorization }, async server => {
          const { outcome, files, told } = await loggedWith(server);
          assert.equal(server.runs.length, 1, JSON.stringify(told));
          assert.doesNotMatch(JSON.stringify([outcome, files]), /canary/);
        }));

      it(`from ${source} are in no file if the server sends them back`, () => {
        const intercept = () => ({ status: 500, body: `you sent ${authorization}` });
        return withServer({ intercept }, async server => {
          const { outcome, files, told } = await loggedWith(server);
          assert.match(told[0]?.message ?? '', /you sent (Basic|Bearer) \*\*\*/);
          assert.doesNotMatch(JSON.stringify([outcome, files]), /canary|YW5uOmNh/);
        });
      });
    }

    it('of the environment go to no other server than its MLFLOW_TRACKING_URI', () =>
      withServer({ authorization: basic }, async server => {
        set('MLFLOW_TRACKING_USERNAME', 'ann');
        set('MLFLOW_TRACKING_PASSWORD', 'canary-password');
        set('MLFLOW_TRACKING_URI', 'http://elsewhere.example');
        const { told } = await loggedRun(server, {});
        assert.match(told[0]?.message ?? '', /requires credentials/);
        set('MLFLOW_TRACKING_URI', `${server.uri}/`);
        await loggedRun(server, {});
        assert.equal(server.runs.length, 1);
      }));

    it('that are named but missing, or no server at all, refuse the run before it begins', () =>
      withEngine(async (engine, folder) => {
        const started = (mlflow: object) =>
          measure(engine, 'run', startOf(folder, { prompt: 'hi', callbacks: [{ mlflow }] }));
        await assert.rejects(
          started({}),
          /Set the tracking server with "trackingUri" or MLFLOW_TRACKING_URI/,
        );
        await assert.rejects(
          started({ trackingUri: 'http://localhost:1', tokenEnv: 'NOT_SET_AT_ALL' }),
          /The environment variable NOT_SET_AT_ALL \("tokenEnv"\) is not set/,
        );
        assert.deepEqual(await readdir(folder), []);
      }));
  });
});
