import assert from 'node:assert/strict';
import { gate } from '../../../src/cli/options/comparisonOptions.ts';
import { exitCodes } from '../../../src/cli/process/exitCodes.ts';
import { partsText } from '../../../src/cli/result/partsText.ts';
import { styles } from '../../../src/cli/terminal/style.ts';
import { compareParts, type PartsComparison, partRows } from '../../../src/core/compare/parts.ts';
import { partsMarkdown } from '../../../src/core/compare/partsMarkdown.ts';
import { partNotes, partSentences, partsMethod, partsReasons } from '../../../src/core/compare/partsWords.ts';
import { escaped } from '../../../src/core/format/escaped.ts';
import { markdownCell } from '../../../src/core/format/markdown.ts';
import { levelPart, loadTestLevels } from '../../../src/core/loadTest/levelParts.ts';
import { partsSection } from '../../../src/results/report/partsReport.ts';
import { lognormal, type Simulated, simulatedSample } from './simulated.ts';

/** A load test; its levels are measured one after another. */
function test(name: string, startsAt: number, change: (clients: number) => Partial<Simulated> = () => ({})) {
  const parts = [1, 2, 4].map((clients, i) => {
    const run = { n: 60, clients, seed: startsAt + clients, startsAt: startsAt + i * 100 };
    return levelPart(simulatedSample({ ...run, ttft: lognormal(0.2, 0.2), ...change(clients) }));
  });
  return { name, parts };
}

const prompt = (input_prompt: string): Partial<Simulated> => ({
  change: request => ({ ...request, response: { ...request.response, input_prompt } }),
});

const compared = (candidate: ReturnType<typeof test>, kind = loadTestLevels) =>
  compareParts([test('old', 0), candidate], kind)[0] as PartsComparison;
const pairsOf = ({ parts }: PartsComparison) => parts.map(({ pair }) => pair);

describe('experiments compared part by part', () => {
  it('report each reason against comparing once, most severe first, with the parts concerned', () => {
    const otherPrompt = compared(
      test('new', 1000, clients =>
        clients === 4 ? { facts: { partial: 'Stopped.' }, ...prompt('Sing.') } : prompt('Sing.'),
      ),
    );
    assert.deepEqual(partsReasons(otherPrompt), [
      {
        id: 'prompts',
        severity: 'forbids',
        sentence: 'Not comparable because the prompts differ.',
        advice: 'Run both with the same prompts or payload file.',
      },
      {
        id: 'partial',
        severity: 'caution',
        sentence: 'Caution: new is incomplete (4 clients).',
        advice: 'Let each run finish before comparing.',
      },
    ]);
    const longer = compared(
      test('new', 1000, clients => ({
        change: ({ response, trace }) => ({
          response: { ...response, num_tokens_output: 60 + clients },
          trace,
        }),
      })),
    );
    assert.match(
      partsReasons(longer)[0]?.sentence ?? '',
      /^TTLT, .*: not comparable because the responses differ in length: 41 and 61 tokens on average \(1 client and 2 more\)\.$/,
    );
  });

  it('report once what is missing', () => {
    const few = compared(test('new', 1000, () => ({ n: 8, facts: { transport: 'fetch' } })));
    assert.deepEqual(
      partNotes(partRows(few)).filter(note => note.includes('percentile')),
      [
        '1 client: TTFT median and 8 more: For the candidate, 8 values are too few: this percentile needs at least 10.',
      ],
    );
    assert.equal(
      partSentences(few)[0],
      '1 client: TTFT median: not enough data. For the candidate, 8 values are too few: this percentile needs at least 10.',
    );
  });

  it('refuse to compare an experiment with itself', () => {
    const same = compared(test('old', 0));
    assert.equal(partsReasons(same)[0]?.sentence, 'Not comparable because both are the same run.');
    assert.deepEqual(
      partSentences(same).map(sentence => sentence.replace(/: (TTFT|Not comparable).*/, '')),
      ['1 client', '2 clients', '4 clients'],
    );
    assert.equal(gate(pairsOf(same)), exitCodes.undecided);
  });

  it('are reported in the same way by every front end', () => {
    const comparison = compared(test('new', 1000, clients => (clients === 2 ? { errorShare: 0.2 } : {})));
    const sentences = [
      ...partsReasons(comparison).map(({ sentence }) => sentence),
      ...partSentences(comparison),
      ...partsMethod(comparison, loadTestLevels),
    ];
    assert.match(sentences.at(-1) ?? '', /is also judged over all levels together by Holm's procedure/);
    const frontEnds = [
      {
        text: partsText(comparison, loadTestLevels, styles(false)).join('\n'),
        shown: (text: string) => text,
      },
      { text: partsMarkdown(comparison, loadTestLevels), shown: markdownCell },
      { text: partsSection(comparison, loadTestLevels).join('\n'), shown: escaped },
    ];
    for (const { text, shown } of frontEnds) {
      for (const sentence of sentences) assert.ok(text.includes(shown(sentence)), `${sentence} in ${text}`);
      for (const row of ['2 clients: Error rate', '4 clients: Requests per second', '1 client: TTFT p90']) {
        assert.ok(text.includes(row), `${row} in ${text}`);
      }
    }
  });

  it('are judged over all parts together: a worse part fails a gate, equal ones rarely do', () => {
    const slow = compared(test('new', 1000, clients => (clients === 4 ? { ttft: lognormal(0.4, 0.2) } : {})));
    assert.deepEqual(
      pairsOf(slow).map(({ together }) => together),
      [false, false, true],
    );
    assert.equal(gate(pairsOf(slow)), exitCodes.failed);
    const quick = { ...loadTestLevels, options: { ...loadTestLevels.options, resamples: 300 } };
    const failed = Array.from({ length: 60 }, (_, i) =>
      gate(pairsOf(compared(test('new', 1000 * (i + 1)), quick))),
    ).filter(code => code === exitCodes.failed);
    assert.ok(failed.length <= 3, `${failed.length} of 60`);
  });
});
