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
import { idleDoubt } from './idleLevels.ts';
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
  /** Shown only if a level has a value. */
  readonly optional?: true;
}

const rate = (value: number | null) => formatQuantity(value, '');

const window =
  'From the first request sent to the last response received; if that differs by more than 5 %, while all clients are at work.';

/** All columns of a load test's table, in order. */
const levelColumns: readonly LevelColumn[] = [
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
    definition: `Successful requests per second. ${window}`,
    value: level => level.throughput,
    text: rate,
    doubt: idleDoubt,
  },
  {
    key: 'output_tokens_per_second',
    label: 'Output tokens/s',
    definition: `Output tokens of successful requests per second. ${window}`,
    value: level => level.outputTokenThroughput,
    text: rate,
    doubt: idleDoubt,
  },
  {
    key: 'goodput',
    label: 'Goodput',
    definition: `Requests per second that met every limit in the plan’s \`slo\`. ${window}`,
    value: level => level.goodput,
    text: rate,
    doubt: idleDoubt,
    optional: true,
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
      'Average number of requests in flight while all clients are at work. By Little’s law it should be close to the number of clients.',
    value: level => level.littlesLaw?.concurrency ?? null,
    text: value => (value === null ? missing : value.toFixed(1)),
    doubt: level => level.littlesLaw?.warning ?? null,
  },
];

/** The columns of a table of these levels. */
export function columnsOf(levels: readonly LevelFacts[]): LevelColumn[] {
  return levelColumns.filter(
    ({ optional, value }) => !optional || levels.some(level => value(level) !== null),
  );
}

/** Why numbers of the levels are unreliable, each reason once per level. */
export function doubtsOf(levels: readonly LevelFacts[]): { clients: number; text: string }[] {
  return levels.flatMap(level =>
    [...new Set(levelColumns.flatMap(({ doubt }) => doubt?.(level) ?? []))].map(text => ({
      clients: level.clients,
      text,
    })),
  );
}

/** Says of which levels the rates leave out the start and the end, as a sentence; null if of none. */
export function rateNote(levels: readonly LoadLevel[]): string | null {
  const steady = levels.filter(({ basis }) => basis === 'steady');
  if (steady.length === 0) return null;
  const whole = steady.map(
    ({ clients, wholeThroughput }) =>
      `${formatQuantity(wholeThroughput, '')} at ${countOf(clients, 'client')}`,
  );
  return `Rates cover the time in which all clients were at work. Over the whole level, requests/s were ${whole.join(', ')}.`;
}

/** The levels of a load test as Markdown, for a pull request. */
export function loadTestMarkdown(name: string, levels: readonly LevelFacts[], knee: Knee): string {
  const columns = columnsOf(levels);
  const line = (cells: readonly string[]) =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const doubts = doubtsOf(levels).map(({ clients, text }) => `- ${countOf(clients, 'client')}: ${text}`);
  const parts = [
    `## Load test ${name.replaceAll('\n', ' ')}`,
    `${knee.sentence} ${knee.method}`,
    [
      line(columns.map(({ label }) => label)),
      line(columns.map(() => '---:')),
      ...levels.map(level =>
        line(
          columns.map(({ value, text, doubt }) => {
            const number = text(value(level));
            return doubt?.(level) ? `${number} *` : number;
          }),
        ),
      ),
    ].join('\n'),
    rateNote(levels) ?? '',
    doubts.length === 0 ? '' : `\\* unreliable or incomplete:\n\n${doubts.join('\n')}`,
  ];
  return `${parts.filter(part => part !== '').join('\n\n')}\n`;
}

/** Load tests as CSV, one row per level: times in seconds, rates per second, unrounded. */
export function loadTestCsv(tests: readonly { name: string; levels: readonly LevelFacts[] }[]): string {
  return csvText(
    [
      ...['load_test', ...levelColumns.map(({ key }) => key)],
      ...['rates_over', 'whole_requests_per_second', 'steady_requests_per_second'],
    ],
    tests.flatMap(({ name, levels }) =>
      levels.map((level): CsvCell[] => [
        name,
        ...levelColumns.map(({ value }) => value(level)),
        ...[level.basis, level.wholeThroughput, level.steadyThroughput],
      ]),
    ),
  );
}
