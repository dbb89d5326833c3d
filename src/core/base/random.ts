/** A seeded generator of numbers in [0, 1): mulberry32, good enough for shuffling and scripted timing. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A seed for one of several generators that share a run's seed; neighbouring indexes get unrelated sequences. */
export function seedFor(seed: number, index: number): number {
  return Math.imul((seed ^ 0x9e3779b9) + index, 0x85ebca6b) >>> 0;
}

/** The numbers 0..length-1, shuffled with `random` (Fisher-Yates). */
export function shuffledOrder(length: number, random: () => number): Uint32Array {
  const order = Uint32Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    const kept = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = kept;
  }
  return order;
}
