import assert from 'node:assert/strict';
import { achievedRows, heatmapCsv, heatmapMarkdown } from '../../../src/core/heatmap/heatmapTables.ts';
import { heatmap } from '../../webview/harness/experimentFixtures.ts';

const made = heatmap({ inputs: [100, 200], outputs: [50], n: 4, failing: 0 });

describe('a heatmap as tables', () => {
  it('tells asked lengths beside achieved ones', () => {
    assert.deepEqual(
      achievedRows(made).map(([asked, , output, got, requests, failed]) => [
        asked,
        output,
        got,
        requests,
        failed,
      ]),
      [
        ['100', '50', '50', '4', '0'],
        ['200', '50', '50', '4', '0'],
      ],
    );
    assert.match(achievedRows(made)[0]?.[1] ?? '', /^10\d \(10\d to 10\d\)$/);
  });

  it('reads as Markdown, a table per metric', () => {
    const text = heatmapMarkdown(made);
    assert.match(text, /^## Latency by length: lengths \(llama-3\.3-70b-instruct\)\n/);
    for (const label of ['TTFT', 'TTLT', 'TPOT']) assert.match(text, new RegExp(`Median ${label} by output`));
    assert.match(text, /\| all \| [\d.]+ ms \(4\) \| [\d.]+ ms \(4\) \| {2}\|/);
  });

  it('reads as CSV, a row per cell with requests', () => {
    const [head = '', ...rows] = heatmapCsv([made]).trim().split('\r\n');
    assert.match(head, /^heatmap,input_from,input_to,output_from,output_to,requests,failed,ttft_n,ttft_mean/);
    assert.equal(rows.length, 2);
    const cell = made.cells[0]?.[0];
    assert.deepEqual(rows[0]?.split(',').slice(5, 9), ['4', '0', '4', String(cell?.values.ttft.mean)]);
  });
});
