import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../harness/projectRoot.ts';
import { CliProcess, emptyFolder, llmeter } from './support/cli.ts';

const target = ['--base-url', 'simulated:fast', '--prompt', 'hi'];

describe('llmeter load-test', () => {
  let cwd = '';
  before(async () => {
    cwd = await emptyFolder();
  });

  it('runs the levels in order, prints a row for each and the knee, and shows them again', async () => {
    const args = [
      'load-test',
      ...target,
      '--levels',
      '1,2',
      '--min-requests-per-run',
      '4',
      '--name',
      'sweep',
    ];
    const { code, stdout, stderr } = await llmeter(args, { cwd });
    assert.equal(code, 0, stderr);
    assert.match(stderr, /Level 1 of 2: 1 client\n[\s\S]*Level 2 of 2: 2 clients\n/);
    assert.match(
      stdout,
      /^sweep\n\nClients +Requests +Errors +Requests\/s .* In flight\n1 +4 +0 % .*\n2 +4 +0 % /,
    );
    assert.match(stdout, /\nNo knee: at least three levels/);
    const folder = join(cwd, 'llmeter-runs', 'sweep');
    assert.ok(stdout.endsWith(`Load test folder: ${folder}\n`));
    const again = await llmeter(['load-test', '--show', 'llmeter-runs/sweep'], { cwd });
    assert.deepEqual([again.code, again.stdout], [0, stdout]);
  });

  it('keeps finished levels when it is interrupted', async () => {
    // Long enough for the stop to arrive before the next level, on a busy machine too.
    const args = ['load-test', ...target, '--levels', '1,2,3', '--duration', '3s', '--name', 'stopped'];
    const cli = new CliProcess([...args, '--json'], { cwd });
    await cli.saw(/Level 2 of 3: 2 clients\n[\s\S]*Elapsed/);
    cli.signal('SIGINT');
    const { code, stdout, stderr } = await cli.ended;
    assert.equal(code, 130, stderr);
    const { levels } = JSON.parse(stdout);
    assert.deepEqual(
      levels.map((level: { clients: number }) => level.clients),
      [1, 2],
    );
    assert.equal(levels[0].partial, null);
    const kept = await readdir(join(cwd, 'llmeter-runs', 'stopped'));
    assert.deepEqual(kept.sort(), ['00001-clients', '00002-clients', 'experiment.json']);
  });

  it('exits 1 if every request failed, and says why', async () => {
    const args = ['--base-url', 'simulated:http-500', '--prompt', 'hi', '--levels', '1', '--name', 'broken'];
    const { code, stdout } = await llmeter(['load-test', ...args, '--min-requests-per-run', '2'], { cwd });
    assert.equal(code, 1);
    assert.match(stdout, /\n1 client:\n[\s\S]*2 x Server error/);
  });

  it('explains the flat folder of Python LLMeter', async () => {
    const folder = join(projectRoot, 'test/fixtures/llmeter/load-test-flat/sweep');
    const { code, stdout, stderr } = await llmeter(['load-test', '--show', folder], { cwd });
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /wrote to one folder/);
  });

  it('rejects missing, invalid and repeated levels, and options that exclude each other', async () => {
    const refused = async (args: string[], message: RegExp) => {
      const { code, stderr } = await llmeter(['load-test', ...target, ...args], { cwd });
      assert.equal(code, 2);
      assert.match(stderr, message);
    };
    await refused([], /List the numbers of clients with --levels/);
    await refused(['--levels', '1,x'], /whole number of at least 1/);
    await refused(['--levels', '1,1'], /Each level must be listed only once/);
    await refused(
      ['--levels', '1', '--duration', '1s', '--min-requests-per-run', '5'],
      /cannot be used with/,
    );
  });
});
