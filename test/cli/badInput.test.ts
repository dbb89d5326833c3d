import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endpointKinds } from '../../src/endpoints/kinds.ts';
import { refusedPort, type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { emptyFolder, llmeter } from './support/cli.ts';

describe('bad input gets an error message and the right exit code', () => {
  let folder = '';
  let server: Simulator;
  before(async () => {
    folder = await emptyFolder();
    server = await startSimulator();
  });
  after(() => server.close());

  async function planWith(text: string): Promise<string> {
    const file = join(folder, 'plan.yaml');
    await writeFile(file, text);
    return file;
  }

  const simulated = ['--base-url', 'simulated:fast', '--requests', '1'];

  it('unknown plan key: names the nearest one and the line', async () => {
    const file = await planWith('endpoint:\n  model: m\n  baseUrl: "simulated:fast"\nclinets: 3\n');
    const { code, stdout, stderr } = await llmeter(['run', file, '--json'], { cwd: folder });
    assert.deepEqual([code, stdout], [2, '']);
    assert.equal(stderr, `error: ${file}, line 4: Unknown key "clinets". Did you mean "clients"?\n`);
  });

  it('control sequences in a plan reach no terminal', async () => {
    const file = await planWith('"\\e]52;c;QQ==\\a\\u009b2J\\u202e": 1\nendpoint: {model: m}\n');
    const { code, stderr } = await llmeter(['run', file], { cwd: folder });
    assert.equal(code, 2);
    assert.match(stderr, /Unknown key .*\\u001b\]52;c;QQ==\\u0007\\u009b2J\\u202e/);
    assert.doesNotMatch(stderr.replaceAll('\n', ''), /[\p{Cc}\u202e]/u);
  });

  it('wrong type in a plan', async () => {
    const file = await planWith('endpoint:\n  model: m\nrequests: lots\n');
    const { code, stderr } = await llmeter(['run', file], { cwd: folder });
    assert.equal(code, 2);
    assert.match(stderr, /^error: .*plan\.yaml, line 3: "requests" must be a number, not "lots"/);
  });

  it('a plan that is not valid YAML, and one that does not exist', async () => {
    const broken = await llmeter(['run', await planWith('endpoint: [\n')], { cwd: folder });
    assert.equal(broken.code, 2);
    assert.match(broken.stderr, /^error: .*plan\.yaml, line \d+, column \d+: /);
    const absent = await llmeter(['run', 'nowhere.yaml'], { cwd: folder });
    assert.deepEqual(
      [absent.code, absent.stderr],
      [2, 'error: Cannot read the plan file nowhere.yaml: the file does not exist.\n'],
    );
  });

  it('missing key: names the variable of the endpoint kind', async () => {
    const { code, stderr } = await llmeter(['run', '--model', 'm', '--prompt', 'hi'], { cwd: folder });
    assert.equal(code, 2);
    assert.match(stderr, /^error: .*OPENAI_API_KEY.*--api-key-env/);
  });

  it('missing environment variable: names the requested one', async () => {
    const args = ['run', '--model', 'm', '--base-url', `${server.url}/v1`, '--api-key-env', 'MY_OWN_KEY'];
    const { code, stderr } = await llmeter(args, { cwd: folder });
    assert.equal(code, 2);
    assert.match(stderr, /^error: The environment variable MY_OWN_KEY .*is not set/);
  });

  it('a key on the command line is rejected and not repeated', async () => {
    const { code, stderr } = await llmeter(['run', ...simulated, '--header', 'Authorization: Bearer sk-1'], {
      cwd: folder,
    });
    assert.equal(code, 2);
    assert.match(stderr, /^error: --header Authorization: .*--api-key-env\.\n$/);
    assert.ok(!stderr.includes('sk-1'));
  });

  it('unreachable host', async () => {
    const url = `http://127.0.0.1:${await refusedPort()}/v1`;
    const { code, stdout } = await llmeter(
      ['run', '--model', 'm', '--base-url', url, '--prompt', 'hi', '--requests', '2'],
      { cwd: folder },
    );
    assert.equal(code, 1);
    assert.match(
      stdout,
      /2 x Connection failed: Check the base URL, the proxy, and whether the server is running\./,
    );
    assert.match(stdout, /Run folder: /);
  });

  it('wrong key (401)', async () => {
    const args = ['run', '--model', 'm', '--base-url', `${server.url}/v1`, '--prompt', 'hi'];
    const { code, stdout } = await llmeter([...args, '--api-key-env', 'MY_KEY', '--requests', '1'], {
      cwd: folder,
      env: { MY_KEY: 'invalid' },
    });
    assert.equal(code, 1);
    assert.match(stdout, /1 x Authentication failed: Check the API key of this endpoint\./);
    assert.match(stdout, /401 .* Check the API key in the environment variable MY_KEY\./);
  });

  it('no key for a server that requires one (401)', async () => {
    const args = ['run', '--model', 'm', '--base-url', `${server.url}/http-401/v1`, '--prompt', 'hi'];
    const { code, stdout } = await llmeter([...args, '--requests', '1'], { cwd: folder });
    assert.equal(code, 1);
    assert.match(stdout, /No API key was sent: .*"apiKeyEnv" \(--api-key-env\), e\.g\. OPENAI_API_KEY\./);
  });

  it('unknown model (404)', async () => {
    const args = [
      'run',
      '--model',
      'no-such-model',
      '--base-url',
      `${server.url}/v1`,
      '--prompt',
      'hi',
      '--json',
    ];
    const { code, stdout, stderr } = await llmeter([...args, '--requests', '1'], { cwd: folder });
    assert.equal(code, 1);
    assert.match(stderr, /1 x Model or address not found: Check the model id and the base URL\./);
    assert.deepEqual(JSON.parse(stdout).stats.failed_requests, 1);
  });

  it('existing run name: nothing is changed', async () => {
    const args = ['run', ...simulated, '--name', 'twice'];
    assert.equal((await llmeter(args, { cwd: folder })).code, 0);
    const { code, stdout, stderr } = await llmeter(args, { cwd: folder });
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /\nerror: There is already a run named "twice" /);
  });

  it('unwritable output folder', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    const { code, stderr } = await llmeter(['run', ...simulated, '--output', join(file, 'runs')], {
      cwd: folder,
    });
    assert.equal(code, 2);
    assert.match(stderr, /\nerror: Cannot write to the run folder .*a-file/);
    if (process.getuid?.() === 0) return;
    const locked = join(folder, 'locked');
    await mkdir(locked);
    await chmod(locked, 0o500);
    const refused = await llmeter(['run', ...simulated, '--output', locked], { cwd: folder });
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /\nerror: Cannot write to the run folder .*locked/);
  });

  it('unknown scenario of the simulator', async () => {
    const { code, stderr } = await llmeter(['run', '--base-url', 'simulated:steadfast'], { cwd: folder });
    assert.equal(code, 2);
    assert.match(stderr, /^error: The simulated endpoint has no scenario "steadfast"\. .*--list/);
  });

  it('taken port', async () => {
    const { code, stderr } = await llmeter(['simulate', '--port', String(server.port)]);
    assert.deepEqual(
      [code, stderr],
      [2, `error: Port ${server.port} of 127.0.0.1 cannot be used; choose another port.\n`],
    );
  });

  for (const [what, args, sentence] of [
    ['unknown command', ['rum'], /unknown command 'rum'[\s\S]*Did you mean run\?/],
    ['unknown flag', ['run', '--cleints', '3'], /unknown option '--cleints'[\s\S]*Did you mean --clients\?/],
    [
      'value of the wrong type',
      ['run', '--clients', 'ten'],
      /--clients <n>' argument 'ten' is invalid\. It must be a whole number of at least 1\./,
    ],
    [
      'time in the wrong format',
      ['run', '--duration', 'soon'],
      /It must be a time such as 30, "30s", "1\.5m" or "250ms", not "soon"\./,
    ],
    [
      'unknown kind',
      ['run', '--endpoint', 'openai'],
      new RegExp(`Allowed choices are ${endpointKinds.map(kind => kind.id).join(', ')}\\.`),
    ],
    [
      'flags that exclude each other',
      ['run', '--requests', '3', '--duration', '3s'],
      /cannot be used with option/,
    ],
    ['no model', ['run', '--prompt', 'hi'], /^error: Name the model with --model, or give a plan file\./],
    ['folder that is not a run', ['stats', '.'], /^error: /],
    ['folder that does not exist', ['stats', 'nowhere'], /^error: .*nowhere/],
    [
      'unknown scenario of the server',
      ['simulate', '--scenario', 'none'],
      /^error: There is no scenario "none"\./,
    ],
    [
      'address of another machine',
      ['simulate', '--host', '203.0.113.1'],
      /^error: Cannot listen on 203\.0\.113\.1, port \d+: /,
    ],
  ] as const) {
    it(what, async () => {
      const { code, stdout, stderr } = await llmeter(args, { cwd: folder });
      assert.deepEqual([code, stdout], [2, ''], stderr);
      assert.match(stderr, sentence);
    });
  }
});
