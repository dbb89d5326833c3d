import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LLMock } from '@copilotkit/aimock';
import { emptyFolder, llmeter } from '../cli/support/cli.ts';
import { answer, key, startMock } from './mock.ts';

describe('llmeter run against aimock', () => {
  let mock: LLMock;
  let cwd: string;
  before(async () => {
    mock = await startMock();
    cwd = await emptyFolder();
  });
  after(() => mock.stop());

  for (const [kind, path] of [
    ['openai-chat', '/v1'],
    ['anthropic-messages', ''],
  ] as const) {
    const args = (prompt: string, name: string, ...more: string[]) => [
      ...['run', '--endpoint', kind, '--model', 'some-model', '--base-url', `${mock.url}${path}`],
      ...['--api-key-env', 'AIMOCK_KEY', '--prompt', prompt, '--clients', '2', '--requests', '3'],
      ...['--name', `${kind}-${name}`, '--json', ...more],
    ];
    const env = { AIMOCK_KEY: key };

    for (const stream of [true, false]) {
      it(`${kind}, ${stream ? 'streaming' : 'in one body'}: a run, its numbers and its folder`, async () => {
        const name = stream ? 'stream' : 'body';
        const { code, stdout, stderr } = await llmeter(
          args('plain', name, ...(stream ? [] : ['--no-stream'])),
          { cwd, env },
        );
        assert.equal(code, 0, stderr);
        const { folder, stats, metrics } = JSON.parse(stdout);
        assert.deepEqual([stats.total_requests, stats.failed_requests], [6, 0]);
        assert.deepEqual([metrics.ttft.n, metrics.ttlt.n], [stream ? 6 : 0, 6]);
        const lines = (await readFile(join(folder, 'responses.jsonl'), 'utf8')).trimEnd().split('\n');
        const responses = lines.map(line => JSON.parse(line));
        assert.deepEqual(
          responses.map(response => [response.response_text, response.num_tokens_output, response.error]),
          Array(6).fill([answer, 14, null]),
        );
        assert.doesNotMatch(stdout + stderr, new RegExp(key));
        const loaded = await llmeter(['stats', folder, '--json'], { cwd });
        assert.equal(loaded.code, 0, loaded.stderr);
        assert.deepEqual(JSON.parse(loaded.stdout).metrics.ttlt, metrics.ttlt);
      });
    }

    it(`${kind}: a run whose every request is refused is no success, and says why`, async () => {
      const { code, stdout, stderr } = await llmeter(args('refuse 503', 'refused'), { cwd, env });
      assert.equal(code, 1, stderr);
      const { stats } = JSON.parse(stdout);
      assert.deepEqual([stats.total_requests, stats.failed_requests], [6, 6]);
    });

    it(`${kind}: a wrong key`, async () => {
      const wrong = 'sk-wrong-9876543210';
      const { code, stdout, stderr } = await llmeter(args('plain', 'key'), {
        cwd,
        env: { AIMOCK_KEY: wrong },
      });
      assert.equal(code, 1);
      assert.doesNotMatch(stdout + stderr, new RegExp(wrong));
    });
  }
});
