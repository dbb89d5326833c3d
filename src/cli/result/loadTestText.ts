import {
  formatCount,
  formatPercent,
  formatQuantity,
  formatSeconds,
  missing,
} from '../../core/format/quantities.ts';
import { idleDoubt } from '../../core/loadTest/idleLevels.ts';
import { rateNote } from '../../core/loadTest/levelTable.ts';
import type { LoadTest, LoadTestLevel } from '../../protocol/run.ts';
import type { Styles } from '../terminal/style.ts';
import { oneLine } from '../terminal/textWidth.ts';
import { errorLines } from './resultText.ts';
import { table } from './table.ts';

const titles = (goodput: boolean) => [
  'Clients',
  'Requests',
  'Errors',
  'Requests/s',
  'Output tokens/s',
  ...(goodput ? ['Goodput'] : []),
  'TTFT p50',
  'TTFT p90',
  'TTLT p50',
  'TTLT p90',
  'In flight',
  'Cost/success',
];

/** A load test as lines: a row for each level, the knee, warnings and errors of the levels, the folder. */
export function loadTestText({ name, folder, levels, knee }: LoadTest, styles: Styles): string[] {
  const priced = levels.some(({ cost }) => cost !== undefined);
  const judged = levels.some(({ goodput }) => goodput !== null);
  const lines = [titles(judged), ...levels.map(level => row(level, judged))].map(cells =>
    priced ? cells : cells.slice(0, -1),
  );
  const [head = '', ...rows] = table(lines, 'right');
  const sections = [
    [styles.bold(oneLine(name))],
    [styles.dim(head), ...rows, ...footnotes(levels, styles)],
    [styles.bold(knee.sentence), styles.dim(knee.method)],
    levels.flatMap(level => remarks(level, styles)),
    [`Load test folder: ${styles.bold(folder)}`],
  ];
  return sections
    .filter(lines => lines.length > 0)
    .flatMap(lines => [...lines, ''])
    .slice(0, -1);
}

function row(level: LoadTestLevel, judged: boolean): string[] {
  const { clients, requests, failed, unreliable, littlesLaw, cost } = level;
  const star = unreliable === null ? '' : '*';
  const idle = idleDoubt(level) === null ? '' : '*';
  const rate = (value: number | null) => (value === null ? missing : formatQuantity(value, '') + idle);
  return [
    `${formatCount(clients)}${level.partial === null ? '' : ' (incomplete)'}`,
    formatCount(requests),
    requests === 0 ? missing : formatPercent(failed / requests),
    rate(level.throughput),
    rate(level.outputTokenThroughput),
    ...(judged ? [rate(level.goodput)] : []),
    formatSeconds(level.ttftP50),
    level.ttftP90 === null ? missing : formatSeconds(level.ttftP90) + star,
    formatSeconds(level.ttltP50),
    level.ttltP90 === null ? missing : formatSeconds(level.ttltP90) + star,
    littlesLaw === null ? missing : littlesLaw.concurrency.toFixed(1),
    formatQuantity(cost?.perSuccess ?? null, cost?.currency ?? ''),
  ];
}

function footnotes(levels: readonly LoadTestLevel[], styles: Styles): string[] {
  const tooFew = levels.some(({ unreliable }) => unreliable !== null);
  return [
    ...(tooFew ? [styles.dim('* too few requests for a reliable p90')] : []),
    ...[rateNote(levels) ?? []].flat().map(styles.dim),
    styles.dim(
      "In flight: requests in flight on average while all clients are at work. By Little's law it should be close to the number of clients.",
    ),
  ];
}

function remarks(level: LoadTestLevel, styles: Styles): string[] {
  const { clients, partial, littlesLaw, errors, tooManyFailures = [] } = level;
  const warnings = [partial, ...tooManyFailures, idleDoubt(level), littlesLaw?.warning ?? null];
  const found = new Set(warnings.filter(text => text !== null));
  const lines = [
    ...Array.from(found, text => `${styles.warn('warning:')} ${oneLine(text)}`),
    ...errorLines(errors, styles),
  ];
  const noun = clients === 1 ? 'client' : 'clients';
  return lines.length === 0 ? [] : [`${formatCount(clients)} ${noun}:`, ...lines.map(line => `  ${line}`)];
}
