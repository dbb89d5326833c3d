/** Every platform has these timers, but `core` cannot use the type declarations of any one platform. */
declare function setTimeout(run: () => void, milliseconds: number): number;
declare function clearTimeout(timer: number): void;

/** Starts a timer and returns the function that stops it. Tests pass their own. */
export type Delay = (run: () => void, milliseconds: number) => () => void;

export const realDelay: Delay = (run, milliseconds) => {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
};

/** Milliseconds. A longer timer in Node fires at once. */
export const longestDelay = 2 ** 31 - 1;
