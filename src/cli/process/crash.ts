/** What is said of an error that is a bug: one line, or with its stack. */
export function crashText(error: unknown, debug: boolean): string {
  if (debug && error instanceof Error && error.stack) return error.stack;
  const [line = ''] = String(error).split('\n');
  return debug ? line : `${line} (a bug of LLMeter; --debug shows where)`;
}
