/** 95 % of values of Student's t distribution are within this many standard errors, by degrees of freedom up to 7. */
const fewFreedoms = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646];

const z975 = 1.959964;

/** 95 % of values of Student's t distribution lie within this (Abramowitz and Stegun, 26.7.5). */
export function student975(freedom: number): number {
  const exact = fewFreedoms[freedom - 1];
  if (exact !== undefined) return exact;
  const z = z975;
  return (
    z +
    (z ** 3 + z) / (4 * freedom) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3)
  );
}
