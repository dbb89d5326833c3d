/** What the process says to its caller. The numbers are part of the command line's contract. */
export const exitCodes = {
  ok: 0,
  /** The run could not go on, every request failed, or what was compared is worse. */
  failed: 1,
  /** Arguments, plan, key or folder are wrong; nothing was sent. */
  usage: 2,
  /** A comparison that had to decide could not: too few data, not comparable, or not known. */
  undecided: 3,
  /** The budget ended it before all was sent that was asked for; what was measured is good and saved. */
  overBudget: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
