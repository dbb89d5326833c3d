import type { ExperimentContent } from '../../protocol/experiments.ts';
import type { Report } from '../../protocol/run.ts';

/** A run with a name that is unique in the report. */
export interface NamedReport {
  name: string;
  report: Report;
}

/** What a report covers: one run, or runs or experiments that are opened together, with the reports of runs. */
export type ReportContent =
  | { kind: 'run'; run: NamedReport }
  | (Extract<ExperimentContent, { kind: 'runs' }> & { reports: NamedReport[] })
  | Exclude<ExperimentContent, { kind: 'runs' }>;
