import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MlflowServer } from '../engine/support/mlflowServer.ts';
import { projectRoot } from '../harness/projectRoot.ts';
import { bundle, emptyFolder, llmeter, source } from './support/cli.ts';

const simulated = { kind: 'openai-chat', model: 'sim', baseUrl: 'simulated:fast' };

interface Sent {
  temperature: number;
  messages: { content: string }[];
}

async function sentPayloads(folder: string): Promise<Sent[]> {
  const lines = (await readFile(join(folder, 'responses.jsonl'), 'utf8')).trimEnd().split('\n');
  return lines.map(line => JSON.parse(line).input_payload);
}

describe('callbacks of a plan file', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await emptyFolder();
  });

  async function run(callbacks: object[], args: string[] = [], entry?: string) {
    const plan = { endpoint: simulated, prompt: 'hi', requests: 4, callbacks };
    await writeFile(join(folder, 'plan.json'), JSON.stringify(plan));
    const options = { cwd: folder, ...(entry !== undefined && { entry }) };
    return llmeter(['run', 'plan.json', '--json', '--yes', '--name', 'r', ...args], options);
  }

  it('run in the example, where a module contributes a statistic', async () => {
    const example = join(projectRoot, 'examples/callbacks.yaml');
    const { code, stdout, stderr } = await llmeter(['run', example, '--json', '--yes', '--output', folder], {
      cwd: folder,
    });
    assert.equal(code, 0, stderr);
    const rate = JSON.parse(stdout).stats.too_long_rate;
    assert.ok(rate >= 0 && rate <= 1, String(rate));
    const { folder: runFolder } = JSON.parse(stdout);
    const payloads = await sentPayloads(runFolder);
    assert.equal(payloads.length, 20);
    assert.ok(payloads.every(({ temperature }) => temperature === 0));
    const texts = payloads.map(({ messages }) => messages[0]?.content ?? '');
    assert.equal(new Set(texts).size, 20);
    assert.ok(texts.every(text => /^\[req-[0-9a-f]{16}\] Explain/.test(text)));
  });

  it('may be a module next to the plan, in the source and in the bundle, and show what it prints', async () => {
    const text = `export function afterRun(result) {
      console.log('seen', result.responses.length);
      result.contribute({ mine: 42 });
    }`;
    await writeFile(join(folder, 'mine.mjs'), text);
    for (const entry of [source, bundle]) {
      const { code, stdout, stderr } = await run(
        [{ module: 'mine.mjs' }],
        ['--output', entry === bundle ? 'b' : 'a'],
        entry,
      );
      assert.equal(code, 0, stderr);
      assert.equal(JSON.parse(stdout).stats.mine, 42);
      assert.match(stderr, /^mine\.mjs: seen 4$/m);
    }
  });

  it('log to MLflow what earlier callbacks contributed, and say where', async () => {
    await writeFile(
      join(folder, 'mine.mjs'),
      'export const afterRun = result => result.contribute({ mine: 42 });',
    );
    const server = await MlflowServer.open();
    try {
      const mlflow = { trackingUri: server.uri, experiment: 'cli', artifacts: true };
      const { code, stdout, stderr } = await run([{ module: 'mine.mjs' }, { mlflow }]);
      assert.equal(code, 0, stderr);
      const [logged] = server.runs;
      assert.equal(logged?.metrics.find(({ key }) => key === 'mine')?.value, 42);
      assert.equal(logged?.params['total_requests'], '4');
      assert.deepEqual(Object.keys(logged?.artifacts ?? {}).length, 8);
      const saved = await llmeter(['stats', JSON.parse(stdout).folder], { cwd: folder });
      assert.match(
        saved.stdout + saved.stderr,
        /The results were logged to MLflow\. .*\/#\/experiments\/1\/runs\//,
      );
    } finally {
      server.close();
    }
  });

  it('have types that the schema command prints', async () => {
    const types = await readFile(join(projectRoot, 'schemas/callback.d.ts'), 'utf8');
    for (const entry of [source, bundle]) {
      assert.equal((await llmeter(['schema', 'callback'], { entry })).stdout, types);
    }
  });

  it('can log saved runs later with llmeter mlflow', async () => {
    const server = await MlflowServer.open();
    try {
      await run([], ['--output', 'runs']);
      const options = ['--tracking-uri', server.uri, '--experiment', 'cli', '--artifacts'];
      const { code, stdout, stderr } = await llmeter(['mlflow', 'runs/r', ...options], { cwd: folder });
      assert.equal(code, 0, stderr);
      const [logged] = server.runs;
      assert.equal(stdout, `runs/r: ${server.uri}/#/experiments/1/runs/${logged?.id}\n`);
      assert.equal(logged?.params['output_path'], join(folder, 'runs/r'));
      assert.equal(Object.keys(logged.artifacts).length, 8);
      const wrong = await llmeter(['mlflow', 'nowhere', ...options], { cwd: folder });
      assert.match(wrong.stderr, /nowhere/);
      assert.equal(wrong.code, 2);
    } finally {
      server.close();
    }
  });

  it('are checked before the run', async () => {
    for (const [callback, message] of [
      [{ cachebuster: true }, /Unknown key "cachebuster" in "callbacks\.0"\. Did you mean "cacheBuster"\?/],
      [{ cacheBuster: { target: 'sytem' } }, /"callbacks\.0\.cacheBuster/],
      [{}, /"callbacks\.0" must have exactly one of cacheBuster, mlflow, module/],
      [{ cacheBuster: true, mlflow: {} }, /must have exactly one of/],
      [{ cacheBuster: { target: 'system', path: 'a' } }, /either "target" or "path", not both/],
      [{ cacheBuster: true, options: {} }, /"options" are for a "module"/],
      [{ module: 'nowhere.mjs' }, /The callback nowhere\.mjs cannot be used: .*nowhere\.mjs/],
      [{ cacheBuster: { target: 'system' } }, /finds no system prompt in the payload/],
      [
        { mlflow: { trackingUri: 'localhost:5000' } },
        /"callbacks\.0\.mlflow\.trackingUri" must have a valid format/,
      ],
    ] as const) {
      const { code, stderr, stdout } = await run([callback]);
      assert.notEqual(code, 0);
      assert.match(stderr, message);
      assert.equal(stdout, '');
    }
  });
});
