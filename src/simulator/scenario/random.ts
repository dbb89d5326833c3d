/** A generator of numbers in [0, 1). */
export type Random = () => number;

/**
 * A generator seeded with `parts`: FNV-1a over the parts, then sfc32. The same parts always give the same sequence,
 * so that response number n of a scenario is the same in every process.
 */
export function randomFor(...parts: readonly (string | number)[]): Random {
  let hash = 0x811c9dc5;
  for (const char of parts.join('\u0000')) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  }
  let a = hash | 0;
  let b = 0x9e3779b9 | 0;
  let c = 0x243f6a88 | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 0x1_0000_0000;
  };
  // Similar seeds start with similar numbers; after a dozen rounds sfc32 has spread them.
  for (let round = 0; round < 12; round++) next();
  return next;
}
