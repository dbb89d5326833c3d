import assert from 'node:assert/strict';
import { CliProcess, emptyFolder, llmeter } from './support/cli.ts';

describe('llmeter simulate and the small commands', () => {
  it('serves until Ctrl-C, with the requested timing', async () => {
    const server = new CliProcess([
      'simulate',
      '--port',
      '0',
      '--ttft',
      '30ms',
      '--itl',
      '2ms-4ms',
      '--tokens',
      '7',
      '--prefill',
      '10ms',
    ]);
    const [, url = ''] = await server.saw(/Listening on (\S+)\n/);
    const folder = await emptyFolder();
    for (const [kind, path] of [
      ['openai-chat', '/v1'],
      ['anthropic-messages', ''],
    ]) {
      const run = await llmeter(
        [
          'run',
          '--endpoint',
          String(kind),
          '--model',
          'm',
          '--base-url',
          url + path,
          '--prompt',
          'hi',
          '--requests',
          '2',
          '--json',
          '--output',
          folder,
        ],
        { env: { ANTHROPIC_API_KEY: 'k' } },
      );
      assert.equal(run.code, 0, run.stderr);
      const { stats, metrics } = JSON.parse(run.stdout);
      assert.equal(stats.total_output_tokens, 14);
      // The prompt has one token, too short for a block of the prompt cache.
      assert.ok(metrics.ttft.min >= 0.04, `${metrics.ttft.min}`);
    }
    server.signal('SIGINT');
    assert.equal((await server.ended).code, 0);
  });

  it('lists the scenarios', async () => {
    const { code, stdout } = await llmeter(['simulate', '--list']);
    assert.equal(code, 0);
    assert.match(stdout, /^default +A fast small model[\s\S]*\nsteady +No variation/);
  });

  it('prints version, help and schema on standard output', async () => {
    const version = await llmeter(['--version']);
    assert.deepEqual([version.code, version.stderr], [0, '']);
    assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
    const help = await llmeter(['run', '--help']);
    assert.equal(help.code, 0);
    for (const flag of ['--endpoint', '--api-key-env', '--low-memory', '--json', 'Examples:']) {
      assert.ok(help.stdout.includes(flag), flag);
    }
    const schema = await llmeter(['schema']);
    assert.equal(JSON.parse(schema.stdout).title, 'LLMeter run plan');
    const nothing = await llmeter([]);
    assert.equal(nothing.code, 2);
    assert.match(nothing.stderr, /Usage: llmeter/);
  });
});
