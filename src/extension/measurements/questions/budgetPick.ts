import { estimateSentence } from '../../../core/cost/costWords.ts';
import type { CostEstimate } from '../../../core/cost/estimate.ts';
import { back, type Frame, type UserAnswer } from '../../host/questions/answers.ts';
import { ask, choose } from '../../host/questions/quickInput.ts';

/** The most that a measurement may spend, in the currency of its price; null = no limit. */
export type Budget = { most: number | null };

/** Shows the estimated cost before anything is sent, and offers to set a budget. `effect` says what a budget does. */
export async function chooseBudget(
  frame: Frame,
  estimate: CostEstimate,
  effect: string,
): Promise<UserAnswer<Budget>> {
  const answer = await choose<'run' | 'limit'>(frame, {
    placeholder: 'What may this run cost?',
    choices: [
      { label: 'Run', description: estimateSentence(estimate), value: 'run' },
      { label: 'Set a Budget…', description: effect, value: 'limit' },
    ],
  });
  if (answer === 'run') return { most: null };
  if (answer !== 'limit') return answer;
  const most = await ask(frame, {
    prompt: `Maximum cost, in ${estimate.currency}`,
    check: text => (Number(text) > 0 ? null : 'Enter an amount greater than 0, e.g. 0.50.'),
  });
  return most === undefined || most === back ? most : { most: Number(most) };
}
