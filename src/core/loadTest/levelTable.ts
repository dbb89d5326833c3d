import { type CsvCell, csvText } from '../format/csv.ts';
import {
  countOf,
  formatCount,
  formatPercent,
  formatQuantity,
  formatSeconds,
  missing,
} from '../format/quantities.ts';
import { failureDoubt } from './failingLevels.ts';
import type { Knee } from './knee.ts';
import type { LittlesLaw } from './littlesLaw.ts';
import type { LoadLevel } from './loadLevel.ts';

/** What a row of the table needs from a level. Times in seconds. */
export interface LevelFacts extends LoadLevel {
  readonly ttltP50: number | null;
  readonly ttltP90: number | null;
  readonly littlesLaw: LittlesLaw | null;
  /** Why the level is incomplete, or null. */
  readonly partial: string | null;
  /** Says that too many of its requests failed, as sentences; absent if not. */
  readonly tooManyFailures?: readonly string[];
}

interface LevelColumn {
  readonly key: string;
  readonly label: string;
  readonly definition: string;
  readonly value: (level: LevelFacts) => number | null;
  readonly text: (value: number | null) => string;
  /** Why the number is unreliable, as a sentence. */
  readonly doubt?: (level: LevelFacts) => string | null;
}

const rate = (value: number | null) => formatQuantity(value, '');

/** The columns of a load test's table, in order. */
export const levelColumns: readonly LevelColumn[] = [
  {
    key: 'clients',
    label: 'Clients',
    definition: 'Clients that send at the same time; each waits for a response before its next request.',
    value: level => level.clients,
    text: formatCount,
    doubt: level => level.partial,
  },
  {
    key: 'requests',
    label: 'Requests',
    definition: 'All measured requests of the level.',
    value: level => level.requests,
    text: formatCount,
  },
  {
    key: 'error_rate',
    label: 'Errors',
    definition: 'Share of requests that failed.',
    value: level => (level.requests === 0 ? null : level.failed / level.requests),
    text: formatPercent,
    doubt: level => level.tooManyFailures?.at(-1) ?? failureDoubt(level),
  },
  {
    key: 'requests_per_second',
    label: 'Requests/s',
    definition: 'Successful requests per second, from the first request sent to the last response received.',
    value: level => level.throughput,
    text: rate,
  },
  {
    key: 'output_tokens_per_second',
    label: 'Output tokens/s',
    definition:
      'Output tokens of successful requests per second, from the first request sent to the last response received.',
    value: level => level.outputTokenThroughput,
    text: rate,
  },
  {
    key: 'ttft_p50',
    label: 'TTFT p50',
    definition: 'Median time to first token.',
    value: level => level.ttftP50,
    text: formatSeconds,
  },
  {
    key: 'ttft_p90',
    label: 'TTFT p90',
    definition: '90 % of requests received their first token within this time.',
    value: level => level.ttftP90,
    text: formatSeconds,
    doubt: level => level.unreliable,
  },
  {
    key: 'ttlt_p50',
    label: 'TTLT p50',
    definition: 'Median time to last token.',
    value: level => level.ttltP50,
    text: formatSeconds,
  },
  {
    key: 'ttlt_p90',
    label: 'TTLT p90',
    definition: '90 % of requests received their last token within this time.',
    value: level => level.ttltP90,
    text: formatSeconds,
    doubt: level => level.unreliable,
  },
  {
    key: 'in_flight',
    label: 'In flight',
    definition:
      'Average number of requests in flight by Little’s law: requests per second times mean time. It should be close to the number of clients.',
    value: level => level.littlesLaw?.concurrency ?? null,
    text: value => (value === null ? missing : value.toFixed(1)),
    doubt: level => level.littlesLaw?.warning ?? null,
  },
];

/** The levels of a load test as Markdown, for a pull request. */
export function loadTestMarkdown(name: string, levels: readonly LevelFacts[], knee: Knee): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const doubts = levels.flatMap(level =>
    [...new Set(levelColumns.flatMap(({ doubt }) => doubt?.(level) ?? []))].map(
      doubt => `- ${countOf(level.clients, 'client')}: ${doubt}`,
    ),
  );
  const parts = [
    `## Load test ${name.replaceAll('\n', ' ')}`,
    `${knee.sentence} ${knee.method}`,
    [
      line(levelColumns.map(({ label }) => label)),
      line(levelColumns.map(() => '---:')),
      ...levels.map(level =>
        line(
          levelColumns.map(({ value, text, doubt }) => {
            const number = text(value(level));
            return doubt?.(level) ? `${number} *` : number;
          }),
        ),
      ),
    ].join('\n'),
    doubts.length === 0 ? '' : `\\* unreliable or incomplete:\n\n${doubts.join('\n')}`,
  ];
  return `${parts.filter(part => part !== '').join('\n\n')}\n`;
}

/** Load tests as CSV, one row per level: times in seconds, rates per second, unrounded. */
export function loadTestCsv(tests: readonly { name: string; levels: readonly LevelFacts[] }[]): string {
  return csvText(
    ['load_test', ...levelColumns.map(({ key }) => key)],
    tests.flatMap(({ name, levels }) =>
      levels.map((level): CsvCell[] => [name, ...levelColumns.map(({ value }) => value(level))]),
    ),
  );
}
