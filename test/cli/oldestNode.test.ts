import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MlflowServer } from '../engine/support/mlflowServer.ts';
import { oldestNode } from '../harness/oldestNode.ts';
import { projectRoot } from '../harness/projectRoot.ts';
import { CliProcess, type Ended, emptyFolder, llmeter } from './support/cli.ts';

const simulated = ['--base-url', 'simulated:fast', '--max-tokens', '4'];
const against = ['--against-base-url', 'simulated:fast'];
const few = ['--clients', '2', '--requests', '4'];
const levels = ['--levels', '1,2', '--min-requests-per-run', '4'];

describe('every command, with the oldest supported Node', () => {
  let node = '';
  let cwd = '';
  const tried = new Set<string>();

  before(async () => {
    node = await oldestNode();
    cwd = await emptyFolder();
    await writeFile(join(cwd, 'book.txt'), 'It was a bright cold day in April. '.repeat(200));
  });

  const run = (args: readonly string[]): Promise<Ended> => {
    tried.add(args[0] ?? '');
    return llmeter(args, { cwd, node });
  };

  /** Runs a command that has to succeed, and returns what it printed. */
  async function succeeds(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await run(args);
    assert.equal(code, 0, `${args.join(' ')}\n${stderr}`);
    return stdout;
  }

  it('measures', async () => {
    await writeFile(
      join(cwd, 'plan.yaml'),
      'endpoint: {baseUrl: "simulated:fast"}\nprompt: [One., Two.]\nclients: 2\nrequests: 4\n',
    );
    await succeeds('run', 'plan.yaml', '--name', 'a', '--output', 'o');
    await succeeds('run', ...simulated, ...few, '--prompt', 'Hi.', '--name', 'b', '--output', 'o');
    await succeeds(
      'ab',
      ...simulated,
      ...against,
      ...few,
      '--prompt',
      'Hi.',
      '--name',
      'ab',
      '--output',
      'o',
    );
    await succeeds('recipe', 'ttft', ...simulated, ...against, ...few, '--name', 'recipe', '--output', 'o');
    for (const name of ['load-a', 'load-b'])
      await succeeds(
        'load-test',
        ...simulated,
        ...levels,
        '--prompt',
        'Hi.',
        '--name',
        name,
        '--output',
        'o',
      );
    const lengths = [
      '--inputs',
      '20,40',
      '--outputs',
      '2,4',
      '--source',
      'book.txt',
      '--per-combination',
      '2',
    ];
    await succeeds('heatmap', ...simulated.slice(0, 2), ...lengths, '--name', 'heatmap', '--output', 'o');
  });

  it('compares, reports and exports', async () => {
    for (const pair of [
      ['o/a', 'o/b'],
      ['o/load-a', 'o/load-b'],
      ['o/heatmap', 'o/heatmap'],
    ]) {
      const { code, stderr } = await run(['compare', ...pair, '--fail-on', 'worse']);
      assert.ok(code === 0 || code === 1 || code === 3, stderr);
      assert.doesNotMatch(stderr, /unexpected error/);
      await succeeds('report', ...pair, '--html', 'report.html');
      await succeeds(
        'export',
        ...pair,
        '--csv',
        'r.csv',
        '--parquet',
        'r.parquet',
        '--markdown',
        'r.md',
        '--svg',
        'svg',
      );
    }
    await succeeds('load-test', '--show', 'o/load-a');
    await succeeds('heatmap', '--show', 'o/heatmap');
    await succeeds('compare', 'o/ab');
    for (const tool of ['vllm', 'guidellm', 'aiperf', 'llmeter'])
      await succeeds('stats', 'o/a', '--as', tool);
    await succeeds('stats', 'o/a', '--json');
    await succeeds('verify', 'o/a', 'o/ab', 'o/load-a', 'o/heatmap');
  });

  it('does the rest', async () => {
    await succeeds('prices', 'gpt-4.1-mini');
    for (const what of ['plan', 'prices', 'callback']) await succeeds('schema', what);
    const server = await MlflowServer.open();
    try {
      await succeeds('mlflow', 'o/a', '--tracking-uri', server.uri, '--experiment', 'oldest');
    } finally {
      await server.close();
    }
    tried.add('simulate');
    const simulator = new CliProcess(['simulate', '--port', '0'], { cwd, node });
    await simulator.saw(/http:\/\/127\.0\.0\.1:\d+/);
    simulator.signal('SIGTERM');
    await simulator.ended;
  });

  it('was every command', () => {
    const commands = readdirSync(join(projectRoot, 'src/cli/commands')).map(file =>
      file.replace(/\.ts$/, '').replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`),
    );
    assert.deepEqual([...tried].sort(), commands.sort());
  });
});
