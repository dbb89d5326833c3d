import { countOf } from '../../../core/format/quantities.ts';
import type { Frame, UserAnswer } from '../../host/questions/answers.ts';
import { ask, choose, type PickItem } from '../../host/questions/quickInput.ts';
import { type Amount, parseAmount } from '../loadChoices.ts';

const form = 'a number of requests, or a time, e.g. 10 or 30s';
const offered: readonly Amount[] = [
  { requests: 10 },
  { requests: 30 },
  { duration: '15s' },
  { duration: '1min' },
];

/** Asks how much each client sends at each level. `describe` says what that is in total. */
export async function chooseAmount(
  frame: Frame,
  describe: (amount: Amount) => string,
): Promise<UserAnswer<Amount>> {
  const choiceOf = (amount: Amount): PickItem<Amount> => ({
    label:
      'requests' in amount
        ? `${countOf(amount.requests, 'request')} per client`
        : `${amount.duration} per level`,
    description: describe(amount),
    value: amount,
  });
  const answer = await choose<Amount | 'custom'>(frame, {
    placeholder: `How much at each level? Pick one or type ${form}`,
    choices: [...offered.map(choiceOf), { label: 'Custom…', description: form, value: 'custom' }],
    typed: text => {
      const amount = parseAmount(text);
      return amount && choiceOf(amount);
    },
  });
  if (answer !== 'custom') return answer;
  const text = await ask(frame, {
    prompt: `At each level: ${form}`,
    value: '10',
    check: typed => (parseAmount(typed) ? null : `Enter ${form}.`),
  });
  return typeof text === 'string' ? (parseAmount(text) ?? undefined) : text;
}
