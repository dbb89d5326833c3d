import { type Answer, back, type Frame } from './answers.ts';

/** One question of a short flow. */
export interface Step {
  /** Left out, and not counted, while this is true. */
  skip?(): boolean;
  /** Asks and keeps the answer; any answer but `back` and undefined leads on. */
  ask(frame: Frame): Promise<Answer<unknown>>;
}

/** A step that asks and keeps what is answered. */
export function question<T>(
  ask: (frame: Frame) => Promise<Answer<T>>,
  keep: (answer: T) => void,
  skip?: () => boolean,
): Step {
  return {
    ...(skip && { skip }),
    ask: async frame => {
      const answer = await ask(frame);
      if (answer !== undefined && answer !== back) keep(answer);
      return answer;
    },
  };
}

/** Walks through the steps, back and forth. False = given up. */
export async function walk(title: string, steps: readonly Step[]): Promise<boolean> {
  const done: Step[] = [];
  for (;;) {
    const open = steps.filter(step => done.includes(step) || !step.skip?.());
    const step = open.find(candidate => !done.includes(candidate));
    if (!step) return true;
    const frame = {
      title,
      step: open.indexOf(step) + 1,
      totalSteps: open.length,
      canGoBack: done.length > 0,
    };
    const answer = await step.ask(frame);
    if (answer === undefined) return false;
    if (answer === back) done.pop();
    else done.push(step);
  }
}
