import type { ComparisonRow } from '../../../core/compare/comparisonTable.ts';
import type { Estimate } from '../../../core/compare/difference.ts';
import { detectsMeaning } from '../../../core/compare/methodWords.ts';
import type { SideValue, StatisticComparison } from '../../../core/compare/result.ts';
import { formatCount } from '../../../core/format/quantities.ts';
import { Quantity } from '../../parts/Quantity.tsx';
import { IntervalMark } from './IntervalMark.tsx';
import { sharedReach } from './intervalPlace.ts';
import { NotComparableMark, VerdictMark } from './VerdictMark.tsx';
import { verdictLook } from './verdictLook.ts';
import './comparedRows.css';

interface Props {
  caption: string;
  baseline: string;
  candidate: string;
  /** The heading of the first column. */
  first: string;
  rows: readonly ComparisonRow[];
}

const tips = {
  difference: 'Candidate minus baseline, with its 95 % confidence interval.',
  relative: 'The difference as a share of the baseline, with its 95 % confidence interval.',
  interval:
    'The 95 % confidence interval relative to zero, on one scale for all rows. An interval that includes zero shows no difference.',
  detects: detectsMeaning,
};

/** The relative difference, or the absolute one where there is no relative one, as for shares. */
function drawn({ difference }: StatisticComparison): Estimate | null {
  return difference === null ? null : (difference.relative ?? difference.absolute);
}

/** Statistics side by side: both values, their difference with its interval, and the verdict. */
export function ComparedRows({ caption, baseline, candidate, first, rows }: Props) {
  const reach = sharedReach(rows.flatMap(({ found }) => drawn(found) ?? []));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="scroll-x" tabIndex={0} aria-label={caption}>
      <table class="data compared">
        <caption class="sr">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            <th scope="col" data-tip={`Baseline: ${baseline}`}>
              <span class="side-name">{baseline}</span>
            </th>
            <th scope="col" data-tip={`Candidate: ${candidate}`}>
              <span class="side-name">{candidate}</span>
            </th>
            <th scope="col" data-tip={tips.difference}>
              Difference
            </th>
            <th scope="col" data-tip={tips.interval} class="interval-head">
              <span class="sr">Interval</span>
              <span aria-hidden="true">− 0 +</span>
            </th>
            <th scope="col" data-tip={tips.relative}>
              Relative
            </th>
            <th scope="col" class="left">
              Verdict
            </th>
            <th scope="col" data-tip={tips.detects}>
              Detects
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <Row key={`${row.key} ${row.label}`} row={row} reach={reach} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ row, reach }: { row: ComparisonRow; reach: number }) {
  const { found, note, distrusted } = row;
  const estimate = drawn(found);
  const tone = distrusted === null ? verdictLook[found.verdict].tone : 'muted';
  return (
    <tr class={row.decidingMetric ? 'highlighted' : undefined}>
      <th scope="row">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its definition shows on focus */}
        <span class="term" tabIndex={0} data-tip={row.definition}>
          {row.label}
        </span>
        {row.decidingMetric && <span class="row-tag">deciding metric</span>}
      </th>
      <Side text={row.baseline} side={found.baseline} />
      <Side text={row.candidate} side={found.candidate} />
      {found.difference === null || estimate === null ? (
        <td class="refused" colSpan={3}>
          {note}
        </td>
      ) : (
        <>
          <td>
            <WithInterval text={row.absolute} />
          </td>
          <td class="interval-cell">
            <IntervalMark estimate={estimate} tone={tone} reach={reach} />
          </td>
          <td>
            <WithInterval text={row.relative} />
          </td>
        </>
      )}
      {distrusted === null ? (
        <td class="left" data-tip={found.difference?.method}>
          <VerdictMark verdict={found.verdict} />
        </td>
      ) : (
        <td class="left" data-tip={`${distrusted}\nAs measured: ${found.verdict}.`}>
          <NotComparableMark />
          <span class="sr">
            . {distrusted} As measured: {found.verdict}.
          </span>
        </td>
      )}
      <td>
        <Stacked text={row.detectable} />
      </td>
    </tr>
  );
}

/** "-36 ms (-49 to -24)" with the interval on a second line, which saves width. */
function WithInterval({ text }: { text: string }) {
  const at = text.indexOf(' (');
  if (at === -1) return <>{text}</>;
  return (
    <>
      {text.slice(0, at)} <span class="n">{text.slice(at + 2, -1)}</span>
    </>
  );
}

/** "+44.1 %, -23.7 %" with the second size on a line of its own, which saves width. */
function Stacked({ text }: { text: string }) {
  const [upward = '', downward] = text.split(', ');
  if (downward === undefined) return <>{upward}</>;
  return (
    <>
      {upward},<span class="n">{downward}</span>
    </>
  );
}

function Side({ text, side }: { text: string; side: SideValue }) {
  return (
    <td data-tip={side.unreliable ?? undefined}>
      <span class={side.unreliable === null ? undefined : 'unreliable'}>
        <Quantity text={text} />
      </span>
      <span class="n">n {formatCount(side.n)}</span>
      {side.unreliable !== null && <span class="sr">, not reliable: {side.unreliable}</span>}
    </td>
  );
}
