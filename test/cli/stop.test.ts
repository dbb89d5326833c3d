import assert from 'node:assert/strict';
import { join } from 'node:path';
import { aPersonsPause, CliProcess, type Ended, emptyFolder, llmeter } from './support/cli.ts';

describe('stopping llmeter run', () => {
  let folder = '';
  before(async () => {
    folder = await emptyFolder();
  });

  function start(name: string, scenario: string): CliProcess {
    const args = ['run', '--base-url', `simulated:${scenario}`, '--clients', '3', '--duration', '10m'];
    return new CliProcess([...args, '--output', folder, '--name', name], { cwd: folder });
  }

  async function assertLoadable(name: string, { stdout }: Ended): Promise<{ total_requests: number }> {
    assert.match(stdout, new RegExp(`Run folder: ${join(folder, name)}\n$`));
    const { code, stdout: json, stderr } = await llmeter(['stats', join(folder, name), '--json']);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^warning: /);
    const { stats } = JSON.parse(json);
    assert.equal(stats.interrupted, true);
    return stats;
  }

  it('lets requests in flight finish on the first Ctrl-C', async () => {
    const cli = start('stage-one', 'steady');
    await cli.saw(/Elapsed/);
    cli.signal('SIGINT');
    await cli.saw(/Stopping: no more requests are sent\. Waiting for .* Press Ctrl-C again to abort\./);
    const ended = await cli.ended;
    assert.deepEqual([ended.code, ended.signal], [130, null], ended.stderr);
    const stats = await assertLoadable('stage-one', ended);
    assert.ok(stats.total_requests >= 3, 'the three requests in flight were finished');
  });

  it('aborts on the second Ctrl-C', async () => {
    const cli = start('stage-two', 'stall');
    await cli.saw(/Elapsed/);
    cli.signal('SIGINT');
    await cli.saw(/Stopping/);
    await aPersonsPause();
    cli.signal('SIGINT');
    await cli.saw(/Aborting\. Responses received so far are kept\./);
    const ended = await cli.ended;
    assert.deepEqual([ended.code, ended.signal], [130, null], ended.stderr);
    await assertLoadable('stage-two', ended);
  });

  it('aborts on SIGTERM', async () => {
    const cli = start('terminated', 'stall');
    await cli.saw(/Elapsed/);
    cli.signal('SIGTERM');
    const ended = await cli.ended;
    assert.deepEqual([ended.code, ended.signal], [130, null], ended.stderr);
    assert.match(ended.stderr, /Aborting/);
    await assertLoadable('terminated', ended);
  });
});
