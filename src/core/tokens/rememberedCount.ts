/** More different prompts than this are rare, and answers are not worth more memory. */
const mostRemembered = 1000;

/**
 * Counts tokens with `encode`, but the same text only once: the prompts of a run repeat, and a long one
 * takes milliseconds, in which no other answer could be read.
 */
export function rememberedCount(encode: (text: string) => readonly unknown[]): (text: string) => number {
  const counts = new Map<string, number>();
  return text => {
    const known = counts.get(text);
    const count = known ?? encode(text).length;
    // Whatever was asked for last goes last; the first is the one to forget.
    counts.delete(text);
    counts.set(text, count);
    const [oldest] = counts.keys();
    if (counts.size > mostRemembered && oldest !== undefined) counts.delete(oldest);
    return count;
  };
}
