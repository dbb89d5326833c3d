import assert from 'node:assert/strict';
import { type ComparedKey, comparedDefinition } from '../../../src/core/compare/comparedMetrics.ts';
import type { Difference, Estimate } from '../../../src/core/compare/difference.ts';
import type { Statistic, Verdict } from '../../../src/core/compare/result.ts';
import { findingSentence } from '../../../src/core/compare/words.ts';

const side = { n: 500, value: 1, unreliable: null };

function sentence(
  key: ComparedKey,
  statistic: Statistic,
  verdict: Verdict,
  difference: Partial<Difference> | null,
  refused: string | null = null,
): string {
  const none: Estimate = { value: 0, low: 0, high: 0 };
  return findingSentence(comparedDefinition(key), {
    statistic,
    baseline: side,
    candidate: side,
    verdict,
    refused,
    difference: difference && {
      absolute: none,
      relative: null,
      method: '',
      chance: 1,
      detectable: null,
      ...difference,
    },
  });
}

describe('the sentence of a finding', () => {
  it('gives percent if a relative difference makes sense', () => {
    assert.equal(
      sentence('ttft', 'median', 'better', { relative: { value: -0.051, low: -0.07, high: -0.032 } }),
      'TTFT median is 5.1 % lower (3.2 to 7.0 %): better.',
    );
    assert.equal(
      sentence('request_throughput', 'total', 'better', { relative: { value: 0.25, low: 0.2, high: 1.5 } }),
      'Requests per second is 25 % higher (20 to 150 %): better.',
    );
  });

  it('gives points for shares, and the unit if there is no relative difference', () => {
    assert.equal(
      sentence('error_rate', 'total', 'worse', { absolute: { value: 0.021, low: 0.005, high: 0.039 } }),
      'Error rate is 2.1 points higher (0.5 to 3.9 points): worse.',
    );
    assert.equal(
      sentence('ttlt', 'mean', 'worse', { absolute: { value: 0.12, low: 0.05, high: 0.19 } }),
      'TTLT is 120 ms higher (50 to 190 ms): worse.',
    );
  });

  it('says what could have been detected, that both are the same, or that there is not enough data', () => {
    const none = 'no detectable difference';
    assert.equal(
      sentence('ttft', 'p90', none, {
        relative: { value: -0.01, low: -0.04, high: 0.012 },
        detectable: {
          higher: { absolute: 0.01, relative: 0.056 },
          lower: { absolute: 0.009, relative: 0.053 },
        },
      }),
      'TTFT p90: no detectable difference (4.0 % lower to 1.2 % higher); 5.6 % higher or 5.3 % lower would probably have been detected.',
    );
    assert.equal(
      sentence('tpot', 'median', none, { relative: { value: 0, low: 0, high: 1e-9 } }),
      'TPOT median is the same in both.',
    );
    assert.equal(
      sentence('ttft', 'median', 'not enough data', null, 'For the baseline, 3 values are too few.'),
      'TTFT median: not enough data. For the baseline, 3 values are too few.',
    );
  });
});
