import assert from 'node:assert/strict';
import { heatmapCsv } from '../../../src/core/heatmap/heatmapCsv.ts';
import { heatmapMarkdown } from '../../../src/core/heatmap/heatmapMarkdown.ts';
import { heatmap } from '../../webview/harness/experimentFixtures.ts';

const made = heatmap({ inputs: [100, 200], outputs: [50], n: 4, failing: 0 });

describe('a heatmap as a file', () => {
  it('is written as Markdown: a table per metric, the achieved lengths', () => {
    const text = heatmapMarkdown(made);
    assert.match(text, /^## lengths\n\nllama-3\.3-70b-instruct\n/);
    for (const label of ['TTFT', 'TTLT', 'TPOT']) assert.ok(text.includes(`\n${label}, median by length:\n`));
    assert.match(text, /\| 100 \| 50 \| 4 \| 0 \| 10\d \(10\d to 10\d\) \| 50 \|/);
  });

  it('is written as CSV, with one row per cell with requests', () => {
    const [head = '', ...rows] = heatmapCsv([made]).trim().split('\r\n');
    assert.match(head, /^heatmap,input_from,input_to,output_from,output_to,requests,failed,ttft_n,ttft_mean/);
    assert.equal(rows.length, 2);
    const cell = made.cells[0]?.[0];
    assert.deepEqual(rows[0]?.split(',').slice(5, 9), ['4', '0', '4', String(cell?.values.ttft.mean)]);
  });
});
