const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar `width` characters wide of which `share` (0..1) is filled, in steps of an eighth of a character. */
export function bar(share: number, width: number): { filled: string; rest: string } {
  const steps = Math.round(Math.min(1, Math.max(0, share)) * width * 8);
  const filled = '█'.repeat(Math.floor(steps / 8)) + (eighths[steps % 8] ?? '');
  return { filled, rest: '░'.repeat(width - filled.length) };
}
