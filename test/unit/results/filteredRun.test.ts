import assert from 'node:assert/strict';
import { join } from 'node:path';
import { SavedRuns } from '../../../src/results/savedRuns.ts';
import { projectRoot } from '../../harness/projectRoot.ts';

const folder = join(projectRoot, 'test/fixtures/llmeter/count-bound/with-errors');
const report = (filter?: string) => new SavedRuns().report(folder, undefined, filter);

describe('a saved run with a filter', () => {
  it('has the statistics of the requests that meet it, and says so', async () => {
    const all = await report();
    const good = await report('error is null');
    assert.deepEqual([all.totalRequests, good.totalRequests, good.failedRequests], [22, 16, 0]);
    assert.equal(good.stats['failed_requests'], 0);
    assert.equal(good.metrics['ttlt']?.n, all.metrics['ttlt']?.n);
    const text = good.warnings.find(warning => warning.startsWith('Only 16 of 22 requests are counted'));
    assert.ok(text);
    const few = await report('error is null and output_tokens >= 60');
    assert.ok(few.totalRequests > 0 && few.totalRequests < 16);
  });

  it('is refused if no request meets it', async () => {
    await assert.rejects(
      report('output_tokens > 1000000'),
      /UserError: None of the 22 requests of .* meets the filter/,
    );
  });
});
