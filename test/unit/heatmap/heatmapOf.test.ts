import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { heatmapChart } from '../../../src/charts/heatmapChart.ts';
import type { Heatmap, HeatmapCell } from '../../../src/core/heatmap/heatmap.ts';
import { binLabel, type HeatmapRequest, heatmapOf } from '../../../src/core/heatmap/heatmapOf.ts';

function request(input: number, output: number, changes: Partial<HeatmapRequest> = {}): HeatmapRequest {
  const times = { ttft: input / 100, ttlt: output / 10, tpot: 0.1 };
  const asked = { input, output };
  return { asked, inputTokens: input, outputTokens: output, failed: false, ...times, ...changes };
}

const failedAt = (input: number, output: number) =>
  request(input, output, { failed: true, inputTokens: null, outputTokens: null });

const anyRequest = fc
  .record({
    input: fc.integer({ min: 0, max: 300 }),
    output: fc.integer({ min: 0, max: 300 }),
    failed: fc.boolean(),
    asked: fc.boolean(),
    known: fc.boolean(),
    ttft: fc.option(fc.double({ min: 0.001, max: 9, noNaN: true })),
  })
  .map(({ input, output, failed, asked, known, ttft }) =>
    request(input, output, {
      failed,
      ttft,
      ...(asked ? {} : { asked: null }),
      ...(known ? {} : { inputTokens: null }),
    }),
  );

describe('a heatmap', () => {
  it('says how many answers held no token, unless the run says it', () => {
    const requests = [request(8, 8), request(8, 8, { empty: true, ttft: null, ttlt: null, tpot: null })];
    const warnings = (emptyIsTold: boolean) => heatmapOf(requests, { bins: 'log', emptyIsTold }).warnings;
    assert.deepEqual(warnings(false), ['1 of 2 answers held no token and have no times.']);
    assert.deepEqual(warnings(true), []);
  });

  it('counts every placed request once in its cell, its row and its column', () =>
    fc.assert(
      fc.property(
        fc.array(anyRequest, { maxLength: 40 }),
        fc.constantFrom('linear' as const, 'log' as const),
        fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
        (requests, bins, inputBins) => {
          const { cells, inputMarginals, outputMarginals } = heatmapOf(requests, { bins, inputBins });
          const placed = requests.filter(
            one =>
              (one.failed && one.asked !== null) || (one.inputTokens !== null && one.outputTokens !== null),
          );
          const sum = (all: readonly (HeatmapCell | null)[], key: 'requests' | 'failed') =>
            all.reduce((total, cell) => total + (cell?.[key] ?? 0), 0);
          for (const key of ['requests', 'failed'] as const) {
            const expected = key === 'requests' ? placed.length : placed.filter(one => one.failed).length;
            assert.deepEqual(
              [sum(cells.flat(), key), sum(inputMarginals, key), sum(outputMarginals, key)],
              [expected, expected, expected],
            );
          }
          const times = placed.filter(one => !one.failed && one.ttft !== null).length;
          assert.equal(
            cells.flat().reduce((n, cell) => n + (cell?.values.ttft.n ?? 0), 0),
            times,
          );
        },
      ),
    ));

  it('counts a failed request at the length of its combination and ignores its times', () => {
    const { cells, inputBins } = heatmapOf(
      [
        request(10, 20, { inputTokens: 17 }),
        { ...failedAt(10, 20), ttft: 99 },
        request(500, 20, { inputTokens: 507 }),
        failedAt(400, 20),
      ],
      { bins: 'log' },
    );
    assert.deepEqual(inputBins.map(binLabel), ['17', '507']);
    assert.deepEqual(
      cells.map(([cell]) => [cell?.requests, cell?.failed, cell?.values.ttft]),
      [
        [2, 1, { n: 1, mean: 0.1, p50: 0.1, p90: 0.1 }],
        [2, 1, { n: 1, mean: 5, p50: 5, p90: 5 }],
      ],
    );
  });

  it('lists achieved lengths for all requested ones, also for requests that were never sent', () => {
    const planned = [
      { input: 10, output: 20 },
      { input: 10, output: 90 },
      { input: 10, output: 90 },
    ];
    const { achieved, warnings } = heatmapOf([request(10, 90, { outputTokens: 45 }), failedAt(10, 90)], {
      bins: 'log',
      planned,
    });
    assert.deepEqual(achieved, [
      { askedInput: 10, askedOutput: 20, requests: 0, failed: 0, input: null, output: null },
      {
        ...{ askedInput: 10, askedOutput: 90, requests: 2, failed: 1 },
        input: { min: 10, p50: 10, max: 10 },
        output: { min: 45, p50: 45, max: 45 },
      },
    ]);
    assert.deepEqual(warnings, [
      '1 of 3 requests has no response.',
      'Outputs were shorter than requested: 90 tokens (typically 45). The model may stop before the limit. Cells use the achieved lengths.',
    ]);
  });

  it('warns about lengths that were exceeded', () => {
    const { warnings } = heatmapOf(
      [request(20, 50, { inputTokens: 32 }), request(1000, 50, { inputTokens: 1012, outputTokens: 70 })],
      { bins: 'log' },
    );
    assert.deepEqual(warnings, [
      'Outputs were longer than requested: 50 tokens (typically 60). The provider may ignore the limit, or not apply it to reasoning. Cells use the achieved lengths.',
      'Prompts were longer than requested: 20 tokens (typically 32). The system prompt and the provider\'s prompt template count too, or the provider counts tokens differently from the plan\'s "tokenizer". Cells use the achieved lengths.',
    ]);
  });
});

describe('the chart of a heatmap', () => {
  const theme = {
    ...{ foreground: '#111', muted: '#222', grid: '#333', surface: '#444', border: '#555' },
    ...{ primary: '#666', secondary: '#777', failed: '#888', fontFamily: 'x', highContrast: false },
  };
  const heatmap = (requests: readonly HeatmapRequest[]): Heatmap => ({
    ...{ folder: 'f', name: 'n', model: 'm' },
    ...heatmapOf(requests, { bins: 'log' }),
  });

  it('has the same data as a table: value and n, failures, and a dash for no requests', () => {
    const { table, description } = heatmapChart(
      heatmap([request(10, 20), request(10, 20, { ttft: 0.3 }), request(80, 90), failedAt(80, 20)]),
      'ttft',
      theme,
    );
    assert.deepEqual(table, {
      columns: ['Output tokens', '10 input', '80 input', 'all inputs'],
      rows: [
        ['20', '200 ms (n 2)', '1 failed', '200 ms (n 2, 1 failed)'],
        ['90', '—', '800 ms (n 1)', '800 ms (n 1)'],
        ['all outputs', '200 ms (n 2)', '800 ms (n 1, 1 failed)', ''],
      ],
    });
    assert.equal(
      description,
      'Median TTFT: lowest 200 ms at 10 input and 20 output tokens, highest 800 ms at 80 input and 90 output tokens. Empty cells: 1 of 4.',
    );
  });

  it('has a logarithmic colour scale if latencies differ by more than a factor of ten', () => {
    const shades = (slowest: number) => {
      const cells = [request(10, 20), request(40, 20), request(10, 90, { ttft: slowest })];
      const { option, note } = heatmapChart(heatmap(cells), 'ttft', theme);
      const [{ min, max }] = option['visualMap'] as [{ min: number; max: number }];
      const [{ data }] = option['series'] as [{ data: { value: [number, number, number] }[] }];
      const logarithmic = /Colours are logarithmic/.test(note ?? '');
      return {
        logarithmic,
        shares: data.map(({ value }) => Math.round((100 * (value[2] - min)) / (max - min))),
      };
    };
    assert.deepEqual(shades(0.9), { logarithmic: false, shares: [0, 100, 38] });
    assert.deepEqual(shades(10), { logarithmic: true, shares: [0, 100, 30] });
  });

  it('says so if there is nothing to draw', () => {
    for (const requests of [[], [failedAt(1, 2)]]) {
      assert.equal(heatmapChart(heatmap(requests), 'tpot', theme).description, 'No TPOT was measured.');
    }
    assert.deepEqual(heatmapChart(heatmap([]), 'tpot', theme).table.rows, []);
  });
});
