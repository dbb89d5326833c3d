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

/** A load test of levels that are measured one after another. */
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

describe('experiments part by part', () => {
  it('say once what speaks against comparing, the gravest first, and where it is not so everywhere', () => {
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
        advice: 'Run it to its end.',
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
      /^TTLT, .*: not comparable because the answers differ in length: 41 and 61 tokens on average \(1 client and 2 more\)\.$/,
    );
  });

  it('say what is missing once, and no more of it than that', () => {
    const few = compared(test('new', 1000, () => ({ n: 8, facts: { transport: 'fetch' } })));
    assert.deepEqual(
      partNotes(partRows(few)).filter(note => note.includes('percentile')),
      [
        '1 client: TTFT median and 8 more: Of the candidate, 8 values are too few: this percentile needs at least 10.',
      ],
    );
    assert.equal(
      partSentences(few)[0],
      '1 client: TTFT median: not enough data. Of the candidate, 8 values are too few: this percentile needs at least 10.',
    );
  });

  it('know the same experiment', () => {
    const same = compared(test('old', 0));
    assert.equal(partsReasons(same)[0]?.sentence, 'Not comparable because both are the same run.');
    assert.deepEqual(
      partSentences(same).map(sentence => sentence.replace(/: TTFT.*/, '')),
      [
        '1 client: Not comparable, as measured',
        '2 clients: Not comparable, as measured',
        '4 clients: Not comparable, as measured',
      ],
    );
    assert.equal(gate(pairsOf(same)), exitCodes.undecided);
  });

  it('are told alike by every face', () => {
    const comparison = compared(test('new', 1000, clients => (clients === 2 ? { errorShare: 0.2 } : {})));
    const sentences = [
      ...partsReasons(comparison).map(({ sentence }) => sentence),
      ...partSentences(comparison),
      ...partsMethod(comparison, loadTestLevels),
    ];
    assert.match(sentences.at(-1) ?? '', /all levels are judged together by Holm's procedure/);
    const faces = [
      { text: partsText(comparison, loadTestLevels, styles(false)).join('\n'), told: (text: string) => text },
      { text: partsMarkdown(comparison, loadTestLevels), told: markdownCell },
      { text: partsSection(comparison, loadTestLevels).join('\n'), told: escaped },
    ];
    for (const { text, told } of faces) {
      for (const sentence of sentences) assert.ok(text.includes(told(sentence)), `${sentence} in ${text}`);
      for (const row of ['2 clients: Error rate', '4 clients: Requests per second', '1 client: TTFT p90']) {
        assert.ok(text.includes(row), `${row} in ${text}`);
      }
    }
  });

  it('are judged by all parts together: one that is worse fails, equal ones seldom do', () => {
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
