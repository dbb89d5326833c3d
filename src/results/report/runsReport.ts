import { comparisonRows, namedColumns, rowNotes, rowTexts } from '../../core/compare/comparisonTable.ts';
import { detectsMeaning, methodSentences } from '../../core/compare/methodWords.ts';
import type { PairComparison } from '../../core/compare/result.ts';
import { reasonOpening } from '../../core/compare/words.ts';
import { costLines } from '../../core/cost/costWords.ts';
import { addressText } from '../../core/format/addressText.ts';
import { bodyText } from '../../core/format/bodyText.ts';
import { clientLoad } from '../../core/format/clientLoad.ts';
import { escaped } from '../../core/format/escaped.ts';
import { countOf } from '../../core/format/quantities.ts';
import { intervalColumns, summaryColumns, summaryTable } from '../../core/format/summaryTable.ts';
import { contributedStats } from '../../core/stats/contributedStats.ts';
import type { ExperimentContent } from '../../protocol/experiments.ts';
import { unlessDiagnosed } from '../../protocol/tooManyFailures.ts';
import { htmlTable } from './html.ts';
import type { NamedReport } from './reportContent.ts';
import { runCharts } from './runCharts.ts';
import { errorNotes, figure, heading, list, note, paragraph, reasonParagraph } from './sections.ts';

/** Runs: the findings of their comparison, the numbers of each run, and charts of all runs together. */
export function runsBody(
  runs: readonly NamedReport[],
  compared: Extract<ExperimentContent, { kind: 'runs' }> | null,
): string[] {
  return [
    ...(compared === null ? [] : findingsSection(compared)),
    ...(compared?.comparison.pairs ?? []).flatMap(pairSection),
    ...runs.flatMap(runSection),
    heading(2, 'Charts'),
    ...runCharts(runs).map(({ chart }) => figure(chart)),
  ];
}

function findingsSection({
  recipe,
  findings,
  comparison,
}: Extract<ExperimentContent, { kind: 'runs' }>): string[] {
  const notes = comparison.warnings.map(note);
  if (findings.length === 0) return notes;
  return [heading(2, recipe ?? 'Findings'), list(findings), ...notes];
}

/** What is special about where requests go and what they hold. */
function requestFacts({ endpoint, plan }: NamedReport['report']): string[] {
  const body = bodyText(plan);
  return [
    ...(endpoint.baseUrlFrom === null ? [] : [addressText(endpoint)]),
    ...(body === null ? [] : [`body: ${body}`]),
  ];
}

function runSection({ name, report }: NamedReport): string[] {
  const { endpoint, clients, totalRequests, failedRequests, partial, warnings, diagnostics, errors } = report;
  const { rows, scalars, intervals } = summaryTable(report.metrics);
  const facts = [
    endpoint.model,
    endpoint.kind,
    `${countOf(totalRequests, 'request')}, ${countOf(failedRequests, 'failure')}`,
    countOf(clients, 'client'),
    ...requestFacts(report),
    ...(report.startTime === null ? [] : [`started ${momentText(report.startTime)}`]),
  ];
  const undiagnosed = unlessDiagnosed(partial, diagnostics);
  const notes = [
    ...(undiagnosed === null ? [] : [undiagnosed]),
    ...warnings,
    ...diagnostics.map(({ message, advice }) => `${message} ${advice}`),
    ...errorNotes(errors),
  ];
  return [
    heading(2, name),
    paragraph(facts.filter(fact => fact !== '').join(', ')),
    ...notes.map(note),
    htmlTable(
      ['', ...summaryColumns.map(({ label }) => label)],
      rows.map(({ label, cells }) => [
        label,
        ...cells.map(({ text, unreliable }) => (unreliable === null ? text : `${text}*`)),
      ]),
    ),
    note('* too few values (n) to be reliable.'),
    ...optionalTable(
      intervalColumns,
      intervals.map(({ label, cells }) => [label, ...cells]),
    ),
    htmlTable(
      ['', ''],
      scalars.map(({ label, text }) => [label, text]),
    ),
    ...optionalTable(
      ['Contributed by callbacks', ''],
      contributedStats(report.stats).map(stat => [stat.name, stat.text]),
    ),
    ...[...costLines(report.cost), ...(report.cost?.notes ?? []), clientLoad(report.environment) ?? '']
      .filter(text => text !== '')
      .map(note),
    note(report.folder),
  ];
}

function optionalTable(columns: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : [htmlTable(columns, rows)];
}

/** "2026-01-31 12:00 UTC": readers of a page may be in another time zone. */
function momentText(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function pairSection(pair: PairComparison): string[] {
  const rows = comparisonRows(pair);
  return [
    heading(2, `${pair.candidate} against ${pair.baseline}`),
    ...pair.reasons.map(reason =>
      reasonParagraph(reason.severity, `${reasonOpening(pair, reason)} ${reason.because}. ${reason.advice}`),
    ),
    `<p><strong>${escaped(pair.conclusion)}</strong></p>`,
    htmlTable(
      [...namedColumns(pair), 'Detects'],
      rows.map(row => [...rowTexts(row), row.detectable]),
    ),
    ...[...rowNotes(rows), ...methodSentences(pair), `Detects: ${detectsMeaning}`].map(note),
  ];
}
