/** What the process says to its caller. The numbers are part of the command line's contract. */
export const exitCodes = {
  ok: 0,
  /** The measurement failed, every request failed, or what was compared is worse. */
  failed: 1,
  /** Arguments, plan, key or folder are wrong, or Node is too old; nothing was sent. */
  usage: 2,
  /** A comparison had to decide and could not: too little data, not comparable, or not known. */
  undecided: 3,
  /** The budget ended the measurement early. What was measured is valid and saved. */
  overBudget: 4,
  /** A bug of ours (EX_SOFTWARE of sysexits.h). No outcome has this code, so a gate cannot take it for a verdict. */
  crashed: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

type ExitCodeName = keyof typeof exitCodes;

/** The exit codes that a command names in its help: in its own words, or `true` for the usual ones. */
export type ExitCodeWords = Partial<Record<ExitCodeName, string | true>>;

const usualWords: Readonly<Record<ExitCodeName, string>> = {
  ok: 'success',
  failed: 'it failed',
  usage: 'invalid arguments',
  undecided: 'no verdict',
  overBudget: 'stopped at the budget; what was measured is saved',
  crashed: 'unexpected error: a bug of LLMeter, not a result',
  interrupted: 'interrupted; what was measured is saved',
};

/** The codes of every command. */
const everywhere: ExitCodeWords = { ok: true, usage: true, crashed: true };

/** The table of exit codes in the help of a command: those that every command has, and its own. */
export function exitCodeTable(own: ExitCodeWords): [code: string, words: string][] {
  const named = { ...everywhere, ...own };
  return (Object.keys(exitCodes) as ExitCodeName[]).flatMap(name => {
    const words = named[name];
    if (words === undefined) return [];
    return [[String(exitCodes[name]), words === true ? usualWords[name] : words]];
  });
}
