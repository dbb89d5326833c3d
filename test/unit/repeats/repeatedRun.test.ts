import assert from 'node:assert/strict';
import { computeMetrics } from '../../../src/core/metrics/computeMetrics.ts';
import { repeatedMarkdown, repeatedNumbers } from '../../../src/core/repeats/repeatedRun.ts';
import { response, trace } from '../metrics/samples.ts';

const run = (ttft: number) =>
  computeMetrics(
    Array.from({ length: 20 }, (_, i) => ({
      response: response(),
      trace: trace({ ttft, sentAt: i, endedAt: i + 1 }),
    })),
  ).metrics;

describe('the numbers of a repeated run', () => {
  it('have an interval from the differences between the runs', () => {
    const median = repeatedNumbers([run(0.1), run(0.2), run(0.3)]).find(({ key }) => key === 'ttft.p50');
    assert.deepEqual(median?.values, [0.1, 0.2, 0.3]);
    assert.ok(Math.abs((median?.mean ?? 0) - 0.2) < 1e-12);
    assert.ok(Math.abs((median?.deviation ?? 0) - 0.1) < 1e-12);
    // Student's t with two degrees of freedom: 4.3027 standard errors.
    const [low = 0, high = 0] = median?.interval ?? [];
    assert.ok(Math.abs(high - low - (2 * 4.3027 * 0.1) / Math.sqrt(3)) < 1e-9);
  });

  it('have none with two runs, and leave out percentiles with too few values', () => {
    const numbers = repeatedNumbers([run(0.1), run(0.2)]);
    assert.equal(numbers.find(({ key }) => key === 'ttft.p50')?.interval, null);
    assert.equal(
      numbers.some(({ key }) => key === 'ttft.p90'),
      false,
    );
  });

  it('are written with the value of each run', () => {
    const text = repeatedMarkdown({
      ...{ name: 'five', warnings: ['One was slow.'] },
      runs: [{ name: 'run-1' }, { name: 'run-2' }, { name: 'run-3' }],
      numbers: repeatedNumbers([run(0.1), run(0.2), run(0.3)]),
    });
    assert.match(text, /^## five\n\n\| {2}\| Mean of 3 runs \| 95 % CI \|/);
    assert.match(text, /\| TTFT p50 \| 200 ms \| 0 ms to 448 ms \| 100 ms \| 100 ms \| 200 ms \| 300 ms \|/);
    assert.match(text, /- One was slow\./);
  });
});
