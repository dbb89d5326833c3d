/** The answer that means "one step back". */
export const back = Symbol('back');
export type Answer<T> = T | typeof back | undefined;

/** What stands around a question. `step` and `totalSteps` count from 1. */
export interface Frame {
  title: string;
  step?: number;
  totalSteps?: number;
  canGoBack?: boolean;
}
