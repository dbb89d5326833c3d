import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Compared,
  comparedExperimentMarkdown,
  comparedExperimentText,
} from '../../../src/cli/result/comparedExperiment.ts';
import { styles } from '../../../src/cli/terminal/style.ts';
import type { ExperimentContent } from '../../../src/protocol/experiments.ts';
import { markdownReport } from '../../../src/results/report/markdownReport.ts';
import { reportPage } from '../../../src/results/report/reportPage.ts';
import { comparisons, goldenText, saidOf } from './golden/comparisons.ts';

const plain = styles(false);

/** What each front end makes of a comparison, as text; the panel has its own test (test/webview). */
const frontEnds: Readonly<Record<string, (content: Compared) => string>> = {
  'the command line': content => comparedExperimentText(content, plain).join('\n'),
  '--markdown': comparedExperimentMarkdown,
  'the Markdown export': content => markdownReport(whole(content)),
  'the HTML report': content =>
    reportPage(whole(content))
      .replaceAll(/<\/(tr|p|li|h\d)>/g, '\n')
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&'),
};

function whole(content: ExperimentContent) {
  return content.kind === 'runs' ? { ...content, reports: [] } : content;
}

describe('a comparison says the same verdict in the same words', () => {
  for (const [kind, make] of Object.entries(comparisons)) {
    const content = make();
    const file = join(import.meta.dirname, 'golden', `${kind.replaceAll(/\W+/g, '-')}.txt`);

    it(`${kind}: which are those of its golden file`, () => {
      assert.equal(goldenText(content), readFileSync(file, 'utf8'));
    });

    for (const [frontEnd, textOf] of Object.entries(frontEnds)) {
      it(`${kind}: in ${frontEnd}`, () => {
        const text = textOf(content).replaceAll('**', '').replaceAll('\\|', '|');
        const lines = text.split('\n');
        for (const { sentences, rows } of saidOf(content)) {
          for (const sentence of sentences) assert.ok(text.includes(sentence), `${sentence}\nin ${text}`);
          for (const { label, verdict } of rows) {
            const found = lines.some(line => line.includes(label) && line.includes(verdict));
            assert.ok(found, `${label}: ${verdict}\nin ${text}`);
          }
        }
      });
    }
  }
});
