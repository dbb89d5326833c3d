import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { Diagnostic, MetricSet } from '../../protocol/run.ts';
import type { CliContext } from '../process/context.ts';
import { styles } from '../terminal/style.ts';
import { oneLine } from '../terminal/textWidth.ts';
import { errorLines, resultText } from './resultText.ts';
import type { ResultView } from './resultView.ts';

/** The object that `--json` prints. */
export interface ResultJson {
  folder: string;
  stats: JsonObject;
  metrics: MetricSet;
  environment: JsonObject | null;
  diagnostics: Diagnostic[];
}

/**
 * Prints a result on standard output, as a table or, with `json`, as exactly one line of JSON. What may make
 * the numbers misleading goes to standard error.
 */
export function printResult(context: CliContext, view: ResultView, json: ResultJson | null): void {
  const { stdout, stderr } = context;
  const look = styles(stderr.colours);
  const note = (line: string) => stderr.write(`${line}\n`);
  for (const warning of view.warnings) note(`${look.warn('warning:')} ${oneLine(warning)}`);
  for (const { severity, message, advice } of view.diagnostics) {
    note(`${severity === 'warning' ? look.warn('warning:') : 'note:'} ${message} ${look.dim(advice)}`);
  }
  for (const text of view.cost?.notes ?? []) note(`note: ${oneLine(text)}`);
  if (json) {
    for (const line of errorLines(view.errors, look)) note(line);
    stdout.write(`${JSON.stringify(json)}\n`);
    return;
  }
  // Only a terminal has a width. A file or a pipe gets every column.
  const width = stdout.isTerminal ? stdout.columns : Number.POSITIVE_INFINITY;
  stdout.write(`${resultText(view, width, styles(stdout.colours)).join('\n')}\n`);
}
