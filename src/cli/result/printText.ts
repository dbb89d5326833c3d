import type { CliContext } from '../process/context.ts';
import { type Styles, styles } from '../terminal/style.ts';
import { oneLine } from '../terminal/textWidth.ts';

/** Prints what may make the numbers misleading, a line each, on standard error. */
export function printWarnings({ stderr }: CliContext, warnings: readonly string[]): void {
  const { warn } = styles(stderr.colours);
  for (const warning of warnings) stderr.write(`${warn('warning:')} ${oneLine(warning)}\n`);
}

/** Prints a result on standard output: its lines, or exactly one line of JSON where `json` is not null. */
export function printText(
  { stdout }: CliContext,
  json: object | null,
  lines: (look: Styles) => readonly string[],
): void {
  const text = json === null ? lines(styles(stdout.colours)).join('\n') : JSON.stringify(json);
  stdout.write(`${text}\n`);
}
