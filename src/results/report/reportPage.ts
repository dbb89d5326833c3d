import type { ExperimentContent } from '../../protocol/experiments.ts';
import { heatmapsBody } from './heatmapsReport.ts';
import { htmlPage } from './html.ts';
import { loadTestsBody } from './loadTestsReport.ts';
import type { NamedReport } from './runCharts.ts';
import { runsBody } from './runsReport.ts';
import { heading } from './sections.ts';

/** What a report is of: a run by itself, or what people open side by side, with the reports of its runs. */
export type ReportContent =
  | { kind: 'run'; run: NamedReport }
  | (Extract<ExperimentContent, { kind: 'runs' }> & { reports: NamedReport[] })
  | Exclude<ExperimentContent, { kind: 'runs' }>;

/** One HTML page that loads and runs nothing: it opens offline and prints. */
export function reportPage(content: ReportContent): string {
  const title = `LLMeter report: ${namesOf(content).join(', ')}`;
  return htmlPage(title, [heading(1, title), ...bodyOf(content)].join('\n'));
}

function namesOf(content: ReportContent): string[] {
  switch (content.kind) {
    case 'run':
      return [content.run.name];
    case 'runs':
      return content.comparison.runs.map(({ name }) => name);
    case 'load-tests':
      return content.tests.map(({ name }) => name);
    case 'heatmaps':
      return content.heatmaps.map(({ name }) => name);
  }
}

function bodyOf(content: ReportContent): string[] {
  switch (content.kind) {
    case 'run':
      return runsBody([content.run], null);
    case 'runs':
      return runsBody(content.reports, content);
    case 'load-tests':
      return loadTestsBody(content);
    case 'heatmaps':
      return heatmapsBody(content.heatmaps, content.comparisons);
  }
}
