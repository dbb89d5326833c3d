import type { Frame, UserAnswer } from '../../host/questions/answers.ts';
import { ask, choose } from '../../host/questions/quickInput.ts';
import { parseNumbers } from '../numberLists.ts';

export interface NumbersQuestion {
  placeholder: string;
  /** What the numbers are, for sentences. */
  what: string;
  choices: readonly { label: string; numbers: readonly number[] }[];
  /** The text beside a choice. */
  describe(numbers: readonly number[]): string;
}

/** Asks for several numbers, picked or typed. */
export async function chooseNumbers(frame: Frame, question: NumbersQuestion): Promise<UserAnswer<number[]>> {
  const { placeholder, what, choices, describe } = question;
  const labelOf = (numbers: readonly number[]) => numbers.join(', ');
  const answer = await choose<readonly number[] | 'custom'>(frame, {
    placeholder: `${placeholder} Pick or type them`,
    choices: [
      ...choices.map(({ label, numbers }) => ({
        label: labelOf(numbers),
        description: [label, describe(numbers)].join(' · '),
        value: numbers,
      })),
      { label: 'Custom…', description: 'e.g. 1, 10, 100', value: 'custom' },
    ],
    typed: text => {
      const list = parseNumbers(text, what);
      if ('problem' in list) return null;
      return { label: labelOf(list.numbers), description: describe(list.numbers), value: list.numbers };
    },
  });
  if (answer === 'custom') return askNumbers(frame, question, labelOf(choices[0]?.numbers ?? [1]));
  return typeof answer === 'object' ? [...answer] : answer;
}

async function askNumbers(
  frame: Frame,
  { placeholder, what }: NumbersQuestion,
  value: string,
): Promise<UserAnswer<number[]>> {
  const text = await ask(frame, {
    prompt: placeholder,
    value,
    check: typed => {
      const list = parseNumbers(typed, what);
      return 'problem' in list ? list.problem : null;
    },
  });
  if (typeof text !== 'string') return text;
  const list = parseNumbers(text, what);
  return 'numbers' in list ? list.numbers : undefined;
}
