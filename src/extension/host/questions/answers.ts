/** The answer that leads one step back. */
export const back = Symbol('back');
/** Undefined = the user gave up. */
export type UserAnswer<T> = T | typeof back | undefined;

/** What is shown around a question. `step` and `totalSteps` count from 1. */
export interface Frame {
  title: string;
  step?: number;
  totalSteps?: number;
  canGoBack?: boolean;
}
