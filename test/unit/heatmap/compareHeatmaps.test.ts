import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/core/base/random.ts';
import { compareParts, partRows } from '../../../src/core/compare/parts.ts';
import { heatmapsMarkdown } from '../../../src/core/heatmap/heatmapMarkdown.ts';
import type { HeatmapRequest } from '../../../src/core/heatmap/heatmapOf.ts';
import { heatmapLengths } from '../../../src/core/heatmap/lengthParts.ts';
import { lengthParts } from '../../webview/harness/experimentFixtures.ts';
import { lognormal } from '../compare/simulated.ts';

/** `n` requests of each combination; the TTFT is around `perToken` seconds per input token. */
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

/** Compares heatmaps that were measured some time apart. */
const compared = (...sides: { name: string; requests: readonly HeatmapRequest[] }[]) =>
  compareParts(
    sides.map(({ name, requests }, i) => ({ name, parts: lengthParts(requests, i * 1000) })),
    heatmapLengths,
  );

describe('heatmaps compared with each other', () => {
  const baseline = { name: 'old', requests: requests(0.001, 1, [100, 1000]) };

  it('are compared metric by metric at the lengths that both requested', () => {
    const faster = { name: 'new', requests: requests(0.0008, 2, [100, 1000]) };
    const [comparison] = compared(baseline, faster);
    assert.ok(comparison);
    const rows = partRows(comparison);
    assert.deepEqual(
      rows.map(({ label, verdict, n }) => [label, verdict, n]),
      [100, 1000].flatMap(input =>
        [
          ...['median', 'mean', 'p90'].map(statistic => [`TTFT ${statistic}`, 'better']),
          ...['median', 'mean', 'p90'].map(statistic => [`TTLT ${statistic}`, 'no relevant difference']),
          ['Error rate', 'no detectable difference'],
        ].map(([what, verdict]) => [
          `${input.toLocaleString('en-US')} input, 64 output tokens: ${what}`,
          verdict,
          '60 / 60',
        ]),
      ),
    );
    assert.equal(comparison.apart, null);
    for (const { found, label } of rows) {
      const relative = found.difference?.relative;
      if (label.endsWith('TTFT median')) assert.ok(relative && relative.low < -0.2 && relative.high > -0.2);
    }
  });

  it('leave out lengths that only one requested, and say so', () => {
    const other = { name: 'other', requests: requests(0.001, 3, [100, 200]) };
    const [comparison] = compared(baseline, other);
    assert.deepEqual(
      comparison?.parts.map(({ label }) => label),
      ['100 input, 64 output tokens'],
    );
    assert.equal(
      comparison?.apart,
      'Not compared: 1 combination of lengths only in old; 1 combination of lengths only in other.',
    );
    const unasked = requests(0.001, 1, [100]).map(request => ({ ...request, asked: null }));
    const [nothing] = compared(baseline, { name: 'a run', requests: unasked });
    assert.deepEqual(nothing?.parts, []);
    assert.match(heatmapsMarkdown([], nothing ? [nothing] : []), /have no requested lengths in common/);
  });

  it('are written as a Markdown table, and a single one has no comparison', () => {
    const text = heatmapsMarkdown([], compared(baseline, { ...baseline, name: 'again' }));
    assert.match(text, /^## again against old$/m);
    assert.match(text, /^\| 100 input, 64 output tokens: TTFT median \|.*no detectable difference \|$/m);
    assert.deepEqual(compared(baseline), []);
  });
});
