import { standardOutput } from '../options/comparisonOptions.ts';
import type { CliContext } from '../process/context.ts';
import type { Styles } from '../terminal/style.ts';
import { printText } from './printText.ts';

/**
 * Prints a comparison on standard output, unless its Markdown is there already, with what a gate may have
 * missed: after the text, or on standard error beside an object or Markdown.
 */
export function printJudged(
  context: CliContext,
  { json, markdown }: { json?: boolean | undefined; markdown?: string | undefined },
  object: object,
  text: (look: Styles) => readonly string[],
  missed: readonly string[],
): void {
  const asText = json !== true && markdown !== standardOutput;
  const notes = missed.flatMap(sentence => ['', sentence]);
  if (markdown !== standardOutput) {
    printText(context, json === true ? object : null, look => [...text(look), ...notes]);
  }
  if (!asText) for (const sentence of missed) context.stderr.write(`note: ${sentence}\n`);
}
