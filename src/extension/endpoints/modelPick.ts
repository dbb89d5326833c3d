import type { Frame, UserAnswer } from '../host/questions/answers.ts';
import { choose } from '../host/questions/quickInput.ts';

/** Asks for a model id. One can always be typed. The server's list appears when the server answers. */
export function chooseModel(
  frame: Frame,
  suggested: string,
  offered: Promise<readonly string[]>,
): Promise<UserAnswer<string>> {
  const first = { label: suggested, description: 'suggested', value: suggested };
  const later = offered.then(models => [
    ...(models.length === 0 || models.includes(suggested) ? [first] : []),
    ...models.filter(model => model !== suggested).map(model => ({ label: model, value: model })),
  ]);
  return choose<string>(frame, {
    placeholder: 'Which model? Pick one or type its id',
    choices: [first],
    later,
    typed: text => ({ label: text, description: 'as typed', value: text }),
  });
}
