import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { compatText } from '../../../src/cli/result/compatText.ts';
import { styles } from '../../../src/cli/terminal/style.ts';
import { compareSamples } from '../../../src/core/compare/compareSamples.ts';
import { comparisonMarkdown } from '../../../src/core/compare/comparisonTable.ts';
import { sampleOf } from '../../../src/core/compare/sample.ts';
import { compatViews } from '../../../src/core/compat/compatViews.ts';
import { responseColumns } from '../../../src/core/export/responseColumns.ts';
import { csvText } from '../../../src/core/format/csv.ts';
import { summaryMarkdown, summaryTable } from '../../../src/core/format/summaryTable.ts';
import { loadLevelOf } from '../../../src/core/loadTest/loadLevel.ts';
import { computeMetrics } from '../../../src/core/metrics/computeMetrics.ts';
import type { MeasuredRequest } from '../../../src/core/request/measuredRequest.ts';
import { emptySummary } from '../../../src/core/stats/runSummary.ts';
import { response, trace } from '../metrics/samples.ts';

/** Times and counts that a damaged file may hold, or one of Python's, which writes NaN and infinities. */
const odd = fc.constantFrom(null, 0, -1, 1e12, Number.NaN, Number.POSITIVE_INFINITY);
const time = fc.oneof({ weight: 3, arbitrary: fc.double({ min: 0.001, max: 90, noNaN: true }) }, odd);
const count = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 0, max: 5000 }) }, odd);

const request = fc.record({
  failed: fc.boolean(),
  traced: fc.boolean(),
  first: time,
  last: time,
  tpot: time,
  input: count,
  output: count,
  cached: count,
  gaps: fc.array(
    time.map(value => value ?? 0),
    { maxLength: 4 },
  ),
});

const requests: fc.Arbitrary<MeasuredRequest[]> = fc.array(request, { maxLength: 12 }).map(list =>
  list.map(({ failed, traced, first, last, tpot, input, output, cached, gaps }, i) => ({
    response: response({
      error: failed ? 'boom' : null,
      response_text: failed ? null : 'a b',
      request_time: 1e12 + i * 1000,
      time_to_first_token: first,
      time_to_last_token: last,
      time_per_output_token: tpot,
      num_tokens_input: input,
      num_tokens_output: output,
      num_tokens_input_cached: cached,
    }),
    trace: traced
      ? trace({ index: i, sentAt: i, endedAt: i + 1, gaps, ttft: first, ttftAny: first, ttlt: last, tpot })
      : null,
  })),
);

function isPlain(text: string): void {
  assert.doesNotMatch(text, /NaN|Infinity|undefined/);
}

describe('requests with odd numbers', () => {
  it('never put NaN, Infinity or undefined into another tool’s terms', () => {
    fc.assert(
      fc.property(requests, time, (measured, testTime) => {
        const summary = { ...emptySummary(), total_test_time: testTime, clients: 1 };
        for (const view of compatViews(measured, { summary, savedStats: null })) {
          for (const { name, value } of view.metrics) {
            assert.ok(value === null || Number.isFinite(value), `${view.tool} ${name} ${value}`);
          }
          isPlain(compatText(view, styles(false)).join('\n'));
        }
      }),
    );
  });

  it('never put them into the tables of runs, levels, heatmaps and comparisons', () => {
    fc.assert(
      fc.property(requests, requests, time, (one, other, testTime) => {
        const { metrics } = computeMetrics(one, { ttft: 1, tpot: 0.1 }, { testTime });
        isPlain(summaryMarkdown('run', [], summaryTable(metrics)));
        const facts = { clients: 1, stream: true, transport: null, diagnostics: [], partial: null, testTime };
        const samples = [
          sampleOf(one, { ...facts, name: 'one' }),
          sampleOf(other, { ...facts, name: 'other' }),
        ];
        for (const sample of samples) {
          for (const [name, value] of Object.entries(loadLevelOf(sample))) {
            if (typeof value === 'number') assert.ok(Number.isFinite(value), `${name} ${value}`);
          }
        }
        isPlain(
          compareSamples(samples, { resamples: 20 })
            .map(pair => comparisonMarkdown(pair))
            .join('\n'),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('never put them into cells of exports', () => {
    fc.assert(
      fc.property(requests, measured => {
        for (const row of measured) {
          for (const { name, value } of responseColumns) {
            const cell = value({ ...row, run: 'r', cost: null, cacheBeside: false });
            isPlain(csvText([name], [[cell]]));
          }
        }
      }),
    );
  });
});
