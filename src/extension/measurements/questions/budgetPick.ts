import { estimateSentence } from '../../../core/cost/costWords.ts';
import type { CostEstimate } from '../../../core/cost/estimate.ts';
import { type Answer, back, type Frame } from '../../host/questions/answers.ts';
import { ask, choose } from '../../host/questions/quickInput.ts';

/** Most that a run may spend, in the currency of its price; null = as much as it takes. */
export type Budget = { most: number | null };

/** Says what a run would cost before anything is sent, and asks whether it is to have a limit. */
export async function chooseBudget(
  frame: Frame,
  estimate: CostEstimate,
  limit = 'the run stops before it is exceeded',
): Promise<Answer<Budget>> {
  const answer = await choose<'run' | 'limit'>(frame, {
    placeholder: 'What may this run cost?',
    choices: [
      { label: 'Run', description: estimateSentence(estimate), value: 'run' },
      { label: 'Set a Budget…', description: limit, value: 'limit' },
    ],
  });
  if (answer === 'run') return { most: null };
  if (answer !== 'limit') return answer;
  const most = await ask(frame, {
    prompt: `Most that may be spent, in ${estimate.currency}`,
    check: text => (Number(text) > 0 ? null : 'Write an amount greater than 0, e.g. 0.50.'),
  });
  return most === undefined || most === back ? most : { most: Number(most) };
}
