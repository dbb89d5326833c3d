import type { ComponentChildren } from 'preact';
import { type PartKind, type PartsComparison, partRows } from '../../../core/compare/parts.ts';
import { partSentences, partsMethod, partsReasons } from '../../../core/compare/partsWords.ts';
import { Notice } from '../../parts/Notice.tsx';
import { ComparedRows } from './ComparedRows.tsx';

interface Props {
  title: string;
  comparisons: readonly PartsComparison[];
  kind: PartKind;
  /** Whether the rows of a metric are shown. */
  shows: (metric: string) => boolean;
  /** Shown beside the title. */
  children?: ComponentChildren;
}

/** What differs between experiments that consist of several parts, at the parts that both have. */
export function PartDifferences({ title, comparisons, kind, shows, children }: Props) {
  if (comparisons.length === 0) return null;
  return (
    <section aria-labelledby="differences">
      <div class="section-head">
        <h2 id="differences">{title}</h2>
        {children}
      </div>
      {comparisons.map(comparison => (
        <Differences key={comparison.candidate} comparison={comparison} kind={kind} shows={shows} />
      ))}
    </section>
  );
}

interface DifferencesProps extends Pick<Props, 'kind' | 'shows'> {
  comparison: PartsComparison;
}

function Differences({ comparison, kind, shows }: DifferencesProps) {
  const { baseline, candidate, apart } = comparison;
  const rows = partRows(comparison).filter(({ key }) => shows(key));
  return (
    <>
      {partsReasons(comparison).map(({ id, severity, sentence, advice }) => (
        <Notice
          key={id}
          severity={severity === 'forbids' ? 'warning' : 'info'}
          message={sentence}
          advice={advice}
        />
      ))}
      <ul class="bullets">
        {partSentences(comparison).map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {rows.length === 0 ? (
        <p class="muted">
          {candidate} against {baseline}: nothing to compare. {kind.noneInCommon}
        </p>
      ) : (
        <ComparedRows
          caption={`${candidate} against ${baseline}, by ${kind.several}`}
          first={kind.one}
          baseline={baseline}
          candidate={candidate}
          rows={rows}
        />
      )}
      {[...(apart === null ? [] : [apart]), ...partsMethod(comparison, kind)].map(sentence => (
        <p key={sentence} class="muted family">
          {sentence}
        </p>
      ))}
    </>
  );
}
