/** The command line that was called, with the agreement, for a POSIX shell. */
export function agreeingCommand(args: readonly string[]): string {
  return ['llmeter', ...args.map(quoted), '--yes'].join(' ');
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
