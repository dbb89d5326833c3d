import assert from 'node:assert/strict';
import { compareHeatmaps } from '../../../src/core/heatmap/compareHeatmaps.ts';
import { heatmapsMarkdown } from '../../../src/core/heatmap/heatmapMarkdown.ts';
import type { HeatmapRequest } from '../../../src/core/heatmap/heatmapOf.ts';
import { seededRandom } from '../../../src/core/random.ts';
import { lognormal } from '../compare/simulated.ts';

/** Requests of each combination, TTFT by the input's length around `perToken` seconds for each. */
function requests(perToken: number, seed: number, inputs: readonly number[], n = 60): HeatmapRequest[] {
  const random = seededRandom(seed);
  return inputs.flatMap(input =>
    Array.from({ length: n }, () => ({
      asked: { input, output: 64 },
      inputTokens: input,
      outputTokens: 64,
      failed: false,
      ttft: lognormal(perToken * input, 0.1)(random),
      ttlt: 2,
      tpot: null,
    })),
  );
}

describe('heatmaps against each other', () => {
  const baseline = { name: 'old', requests: requests(0.001, 1, [100, 1000]) };

  it('are compared by the lengths that both were asked for, metric by metric', () => {
    const faster = { name: 'new', requests: requests(0.0008, 2, [100, 1000]) };
    const [comparison] = compareHeatmaps([baseline, faster]);
    assert.deepEqual(
      comparison?.rows.map(({ label, metric, verdict, n }) => [label, metric, verdict, n]),
      [
        ['100 input, 64 output tokens: TTFT median', 'ttft', 'better', '60 / 60'],
        ['100 input, 64 output tokens: TTLT median', 'ttlt', 'no detectable difference', '60 / 60'],
        ['1,000 input, 64 output tokens: TTFT median', 'ttft', 'better', '60 / 60'],
        ['1,000 input, 64 output tokens: TTLT median', 'ttlt', 'no detectable difference', '60 / 60'],
      ],
    );
    assert.equal(comparison?.apart, null);
    for (const { found, metric } of comparison?.rows ?? []) {
      const relative = found.difference?.relative;
      if (metric === 'ttft') assert.ok(relative && relative.low < -0.2 && relative.high > -0.2);
    }
  });

  it('leave out what only one was asked for, and say so', () => {
    const other = { name: 'other', requests: requests(0.001, 3, [100, 200]) };
    const [comparison] = compareHeatmaps([baseline, other]);
    assert.deepEqual([...new Set(comparison?.rows.map(({ metric }) => metric))], ['ttft', 'ttlt']);
    assert.equal(comparison?.rows.length, 2);
    assert.equal(comparison?.apart, 'Combinations of lengths not compared: 1 only in old; 1 only in other.');
    const unasked = requests(0.001, 1, [100]).map(request => ({ ...request, asked: null }));
    const [nothing] = compareHeatmaps([baseline, { name: 'a run', requests: unasked }]);
    assert.deepEqual(nothing?.rows, []);
    assert.match(heatmapsMarkdown([], [nothing]), /have no asked lengths in common/);
  });

  it('stand as a table in Markdown, and one by itself is compared with nothing', () => {
    const comparisons = compareHeatmaps([baseline, baseline]);
    const text = heatmapsMarkdown([], comparisons);
    assert.match(text, /^## old against old$/m);
    assert.match(text, /^\| 100 input, 64 output tokens: TTFT median \|.*no detectable difference \|$/m);
    assert.deepEqual(compareHeatmaps([baseline]), []);
  });
});
