import { heatmapsBody } from './heatmapsReport.ts';
import { htmlPage } from './html.ts';
import { loadTestsBody } from './loadTestsReport.ts';
import { repeatsBody } from './repeatsReport.ts';
import type { ReportContent } from './reportContent.ts';
import { runsBody } from './runsReport.ts';
import { heading } from './sections.ts';

/** One HTML page without scripts and external resources, for reading offline and for printing. */
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
    case 'repeats':
      return [content.repeated.name];
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
    case 'repeats':
      return repeatsBody(content.repeated);
  }
}
