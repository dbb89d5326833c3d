import { missing } from '../../core/format/quantities.ts';
import type { StatGroup } from '../../core/stats/display/liveStats.ts';
import type { RunSnapshot } from '../../protocol/run.ts';
import { progressFacts } from './progress.ts';
import { progressLine } from './progressLine.ts';
import type { Styles } from './style.ts';
import { clip } from './textWidth.ts';

/** What a terminal shows while a run goes on: LLMeter's statistics (llmeter-format 6), then the progress bar. */
export function liveLines(snapshot: RunSnapshot, columns: number, styles: Styles): string[] {
  const { progress, groups, state } = snapshot;
  const timeBound = progress.total === null && progress.duration !== null;
  return [
    ...(timeBound && state !== 'preparing' ? [clip(`  reqs=${progress.done}`, columns)] : []),
    ...groups.map(group => emphasiseName(clip(groupLine(group), columns), group, styles)),
    progressLine(progressFacts(snapshot), columns, styles),
  ];
}

/** The same in one line, for a log. */
export function logLine(snapshot: RunSnapshot): string {
  const { label, share, count, details } = progressFacts(snapshot);
  const percent = share === null ? '' : `${Math.floor(Math.min(1, share) * 100)}%`;
  const statistics = snapshot.groups.flatMap(({ entries }) =>
    entries.filter(({ value }) => value !== missing).map(({ label: name, value }) => `${name}=${value}`),
  );
  return [label, percent, count, details.join(', '), statistics.join(' ')].filter(Boolean).join('  ');
}

function groupLine({ name, entries }: StatGroup): string {
  return `  ${name}: ${entries.map(({ label, value }) => `${label}=${value}`).join('  ')}`;
}

function emphasiseName(line: string, { name }: StatGroup, styles: Styles): string {
  const head = `  ${name}:`;
  return line.startsWith(head) ? styles.bold(head) + line.slice(head.length) : line;
}
