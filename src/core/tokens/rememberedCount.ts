/** Runs rarely have more distinct prompts than this, and remembering answers is not worth more memory. */
const mostRemembered = 1000;

/**
 * Counts tokens with `encode`, but a repeated text only once. The prompts of a run repeat, and counting a
 * long one blocks the reading of other answers for milliseconds.
 */
export function rememberedCount(encode: (text: string) => readonly unknown[]): (text: string) => number {
  const counts = new Map<string, number>();
  return text => {
    const known = counts.get(text);
    const count = known ?? encode(text).length;
    // The most recent text moves to the end, so the first one is the oldest.
    counts.delete(text);
    counts.set(text, count);
    const [oldest] = counts.keys();
    if (counts.size > mostRemembered && oldest !== undefined) counts.delete(oldest);
    return count;
  };
}
