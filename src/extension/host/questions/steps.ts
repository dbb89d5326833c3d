import { back, type Frame, type UserAnswer } from './answers.ts';

/** One question of a short flow. */
export interface QuestionStep {
  /** While this is true, the step is neither asked nor counted. */
  skip?(): boolean;
  /** Asks and keeps the answer. Any answer but `back` and undefined leads to the next step. */
  ask(frame: Frame): Promise<UserAnswer<unknown>>;
}

/** A step that keeps its answer in a field of the draft. */
export function fill<D, K extends keyof D>(
  draft: D,
  field: K,
  ask: (frame: Frame) => Promise<UserAnswer<D[K]>>,
  skip?: () => boolean,
): QuestionStep {
  return {
    ...(skip && { skip }),
    ask: async frame => {
      const answer = await ask(frame);
      if (answer !== undefined && answer !== back) draft[field] = answer;
      return answer;
    },
  };
}

/** Walks through the steps, back and forth. False = given up. */
export async function walk(title: string, steps: readonly QuestionStep[]): Promise<boolean> {
  const done: QuestionStep[] = [];
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
