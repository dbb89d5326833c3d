import assert from 'node:assert/strict';
import { join } from 'node:path';
import { projectRoot } from '../harness/projectRoot.ts';
import { emptyFolder, llmeter, measureOurs } from './support/cli.ts';

const python = join(projectRoot, 'test/fixtures/llmeter/count-bound/with-errors');

describe('llmeter stats --as', () => {
  let cwd = '';
  before(async () => {
    cwd = await emptyFolder();
    await measureOurs(cwd);
  });

  for (const [tool, names] of [
    ['vllm', ['median_ttft_ms', 'mean_tpot_ms', 'p99_itl_ms', 'mean_e2el_ms', 'request_throughput']],
    ['guidellm', ['time_to_first_token_ms.median', 'inter_token_latency_ms.mean']],
    ['aiperf', ['time_to_first_token.p50', 'inter_token_latency.avg', 'request_throughput']],
    ['llmeter', ['time_to_first_token-p50', 'requests_per_minute']],
  ] as const) {
    it(`${tool} shows its own names, its formulas and the remaining differences`, async () => {
      const { code, stdout, stderr } = await llmeter(['stats', 'llmeter-runs/ours', '--as', tool], { cwd });
      assert.equal(code, 0, stderr);
      for (const name of names) assert.match(stdout, new RegExp(`\\n  ${name.replace('.', '\\.')} +[\\d.]+`));
      assert.match(stdout, /\nFormulas:\n/);
      assert.match(stdout, /Formulas read from \S+/);
      const json = await llmeter(['stats', 'llmeter-runs/ours', '--as', tool, '--json'], { cwd });
      const { folder, views } = JSON.parse(json.stdout);
      assert.equal(folder, join(cwd, 'llmeter-runs', 'ours'));
      assert.equal(views.length, tool === 'llmeter' ? 2 : 1);
    });
  }

  it('reports what the files of Python LLMeter do not contain', async () => {
    const { stdout } = await llmeter(['stats', python, '--as', 'vllm'], { cwd });
    assert.match(stdout, /\n {2}median_itl_ms +—\n/);
    assert.match(stdout, /Remaining differences:\n[\s\S]*no trace\.jsonl/);
  });

  it('rejects an unknown tool', async () => {
    const { code, stderr } = await llmeter(['stats', 'llmeter-runs/ours', '--as', 'k6'], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, /Allowed choices are llmeter, vllm, guidellm, aiperf/);
  });
});
