import type { Answer, Frame } from '../../host/questions/answers.ts';
import { ask, type Choice, choose } from '../../host/questions/quickInput.ts';
import { describeLoad, type Load, loadChoicesFor, parseLoad, sameLoad } from '../loadChoices.ts';

const form = 'clients x requests, or clients x time, e.g. 5 x 20 or 10 x 30s';

/** Asks how many clients send how much; `first` is offered first, by default the load used last. */
export async function chooseLoad(
  frame: Frame,
  first: Load | undefined,
  firstLabel = 'As Last Time',
  /** What the endpoint is usually asked with; more is offered to nobody unasked. */
  usualClients?: number,
): Promise<Answer<Load>> {
  const usual = loadChoicesFor(usualClients);
  const offersFirst = first !== undefined && first.clients <= (usualClients ?? first.clients);
  const others = usual.filter(({ load }) => !offersFirst || !sameLoad(load, first));
  const choices: Choice<Load | 'custom'>[] = [
    ...(offersFirst ? [{ label: firstLabel, description: describeLoad(first), value: first }] : []),
    ...others.map(({ label, load }) => ({ label, description: describeLoad(load), value: load })),
    { label: 'Custom…', description: form, value: 'custom' },
  ];
  const answer = await choose<Load | 'custom'>(frame, {
    placeholder: `How much load? Pick one or type ${form}`,
    choices,
    typed: text => {
      const load = parseLoad(text);
      return load && { label: describeLoad(load), description: 'as typed', value: load };
    },
  });
  if (answer !== 'custom') return answer;
  const text = await ask(frame, {
    prompt: `Load as ${form}`,
    value: `${usualClients ?? 5} x 20`,
    check: value => (parseLoad(value) ? null : `Write ${form}.`),
  });
  return typeof text === 'string' ? (parseLoad(text) ?? undefined) : text;
}
