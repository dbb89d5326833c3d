import type { Answer, Frame } from '../../host/questions/answers.ts';
import { ask, choose } from '../../host/questions/quickInput.ts';
import { parseNumbers } from '../numberLists.ts';

export interface NumbersQuestion {
  placeholder: string;
  /** What the numbers are, for sentences. */
  what: string;
  choices: readonly { label: string; numbers: readonly number[] }[];
  /** What is told beside a choice. */
  describe(numbers: readonly number[]): string;
}

/** Asks for several numbers: one of the choices, or as typed. */
export async function chooseNumbers(
  frame: Frame,
  { placeholder, what, choices, describe }: NumbersQuestion,
): Promise<Answer<number[]>> {
  const line = (numbers: readonly number[]) => `${numbers.join(', ')}`;
  const answer = await choose<readonly number[] | 'custom'>(frame, {
    placeholder: `${placeholder} Pick or type them`,
    choices: [
      ...choices.map(({ label, numbers }) => ({
        label: line(numbers),
        description: [label, describe(numbers)].filter(text => text !== '').join(' · '),
        value: numbers,
      })),
      { label: 'Custom…', description: 'e.g. 1, 10, 100', value: 'custom' },
    ],
    typed: text => {
      const list = parseNumbers(text, what);
      if ('problem' in list) return null;
      return { label: line(list.numbers), description: describe(list.numbers), value: list.numbers };
    },
  });
  if (answer !== 'custom') return typeof answer === 'object' ? [...answer] : answer;
  const text = await ask(frame, {
    prompt: placeholder,
    value: line(choices[0]?.numbers ?? [1]),
    check: typed => {
      const list = parseNumbers(typed, what);
      return 'problem' in list ? list.problem : null;
    },
  });
  if (typeof text !== 'string') return text;
  const list = parseNumbers(text, what);
  return 'numbers' in list ? list.numbers : undefined;
}
