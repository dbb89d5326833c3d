import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { S3Server } from '../harness/s3Server.ts';
import { emptyFolder, llmeter } from './support/cli.ts';

describe('results at s3://', () => {
  let cwd = '';
  let s3: S3Server;
  before(async () => {
    cwd = await emptyFolder();
    s3 = await S3Server.open({ bucket: 'results' });
  });
  after(() => s3.close());

  const run = (...args: string[]) => llmeter(args, { cwd, env: s3.environment });
  const few = ['--base-url', 'simulated:fast', '--max-tokens', '4', '--prompt', 'Hi.', '--requests', '3'];

  it('are written by a run, byte for byte, and kept on this machine', async () => {
    const { code, stderr } = await run('run', ...few, '--output', 's3://results/team/runs', '--name', 'a');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /\nCopied to s3:\/\/results\/team\/runs\/a\n$/);
    assert.deepEqual([...s3.objects.keys()].sort(), [
      ...['llmeter.json', 'payload.jsonl', 'responses.jsonl'].map(file => `team/runs/a/${file}`),
      ...['run_config.json', 'stalls.jsonl', 'stats.json', 'summary.json', 'trace.jsonl'].map(
        file => `team/runs/a/${file}`,
      ),
    ]);
    for (const [key, bytes] of s3.objects)
      assert.deepEqual(bytes, await readFile(join(cwd, 'llmeter-runs', key.replace('team/runs/', ''))), key);
    assert.equal([...s3.objects.keys()].at(-1), 'team/runs/a/summary.json');
    assert.ok(!existsSync(join(cwd, 's3:')));
  });

  it('are read by every command that reads folders', async () => {
    const address = 's3://results/team/runs/a';
    const stats = await run('stats', address, '--json');
    assert.deepEqual([stats.code, JSON.parse(stats.stdout).folder], [0, address], stats.stderr);
    assert.match((await run('compare', address, `${address}/`)).stdout, /TTFT median/);
    const exported = await run('export', address, '--csv', '-');
    assert.equal(exported.stdout.trim().split('\n').length, 4, exported.stderr);
    const verified = await run('verify', address);
    assert.equal(verified.code, 0, verified.stdout + verified.stderr);
    const absent = await run('stats', 's3://results/nothing');
    assert.deepEqual(
      [absent.code, absent.stderr],
      [2, 'error: The folder s3://results/nothing does not exist, or is empty.\n'],
    );
  });

  it('never replace others, and hold all runs of an experiment', async () => {
    s3.objects.set('tests/scaling/x', Buffer.from(''));
    const levels = ['--levels', '1,2', '--min-requests-per-run', '2'];
    const ended = await run(
      'load-test',
      ...few.slice(0, -2),
      ...levels,
      '--output',
      's3://results/tests',
      '--name',
      'scaling',
    );
    assert.match(ended.stderr, /Copied to s3:\/\/results\/tests\/scaling-2\n$/);
    assert.ok(s3.objects.has('tests/scaling-2/00002-clients/responses.jsonl'));
    assert.match((await run('load-test', '--show', 's3://results/tests/scaling-2')).stdout, /knee|Knee/);
  });

  it('are refused before anything is sent if there is no such bucket', async () => {
    const { code, stderr } = await run('run', ...few, '--output', 's3://nowhere/x', '--name', 'never');
    assert.deepEqual(
      [code, stderr.split('\n').at(-2)],
      [2, 'error: "output" s3://nowhere/x cannot be written: it does not exist.'],
    );
    assert.ok(!existsSync(join(cwd, 'llmeter-runs', 'never')));
  });

  it('stay on this machine if they cannot be copied, and the exit code says so', async () => {
    s3.refuses = 403;
    const { code, stderr } = await run('run', ...few, '--output', 's3://results/x', '--name', 'kept');
    s3.refuses = null;
    assert.equal(code, 1);
    assert.match(
      stderr,
      /error: .*llmeter-runs.kept could not be copied to s3:\/\/results\/x: .*It is still on this machine\.\n$/,
    );
    assert.ok(existsSync(join(cwd, 'llmeter-runs', 'kept', 'summary.json')));
  });
});
