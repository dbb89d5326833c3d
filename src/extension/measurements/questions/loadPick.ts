import type { Frame, UserAnswer } from '../../host/questions/answers.ts';
import { ask, choose, type PickItem } from '../../host/questions/quickInput.ts';
import { describeLoad, type Load, loadChoicesFor, parseLoad, sameLoad } from '../loadChoices.ts';

const form = 'clients x requests, or clients x time, e.g. 5 x 20 or 10 x 30s';

/**
 * Asks how many clients send how much. The load used last is offered first.
 * @param usualClients the most clients to offer for the endpoint; more can be typed
 */
export async function chooseLoad(
  frame: Frame,
  last: Load | undefined,
  usualClients: number | undefined,
): Promise<UserAnswer<Load>> {
  const offersLast = last !== undefined && last.clients <= (usualClients ?? last.clients);
  const others = loadChoicesFor(usualClients).filter(({ load }) => !offersLast || !sameLoad(load, last));
  const choices: PickItem<Load | 'custom'>[] = [
    ...(offersLast ? [{ label: 'As Last Time', description: describeLoad(last), value: last }] : []),
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
    check: value => (parseLoad(value) ? null : `Enter ${form}.`),
  });
  return typeof text === 'string' ? (parseLoad(text) ?? undefined) : text;
}
