import type { Answer, Frame } from './answers.ts';
import { ask, type Choice, choose } from './quickInput.ts';

/** Where the key is to come from. `none` also forgets a saved one. */
export type KeyChoice = { apiKey: string } | { variable: string } | 'none' | 'keep';

export interface KeyQuestion {
  /** The environment variable that may hold the key. */
  variable: string | null;
  variableIsSet: boolean;
  /** What it means to have no key. */
  none: { label: string; description: string };
  usuallyNone: boolean;
  /** There is a saved key already. */
  hasKey: boolean;
}

/** Asks for a key: typed in, from an environment variable, or none. The likeliest comes first. */
export async function chooseKey(frame: Frame, question: KeyQuestion): Promise<Answer<KeyChoice>> {
  const { variable, variableIsSet, none, usuallyNone, hasKey } = question;
  const keep: Choice<KeyChoice> = { label: 'Keep the Present Key', value: 'keep' };
  const withoutKey: Choice<KeyChoice> = { ...none, value: 'none' };
  const fromVariable: Choice<KeyChoice>[] =
    variable === null
      ? []
      : [
          {
            label: `Use Environment Variable ${variable}`,
            description: variableIsSet ? 'is set' : 'is not set here',
            value: { variable },
          },
        ];
  const typed: Choice<'type'> = {
    label: 'Enter a Key…',
    description: 'kept in this editor’s secret storage',
    value: 'type',
  };
  const answer = await choose<KeyChoice | 'type'>(frame, {
    placeholder: 'Which API key does this endpoint use?',
    choices: [
      ...(hasKey ? [keep] : []),
      ...(variableIsSet ? fromVariable : []),
      ...(usuallyNone ? [withoutKey] : []),
      typed,
      ...(variableIsSet ? [] : fromVariable),
      ...(usuallyNone ? [] : [withoutKey]),
    ],
  });
  return answer === 'type' ? askKey(frame) : answer;
}

/** Asks for the key itself. */
export async function askKey(frame: Frame): Promise<Answer<{ apiKey: string }>> {
  const apiKey = await ask(frame, {
    prompt: 'API key',
    password: true,
    check: text => (text ? null : 'A key cannot be empty.'),
  });
  return typeof apiKey === 'string' ? { apiKey } : apiKey;
}
