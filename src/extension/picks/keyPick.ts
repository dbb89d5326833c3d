import type { Answer, Frame } from './answers.ts';
import { ask, type Choice, choose } from './quickInput.ts';

/** Where the key is to come from. `none` also forgets a saved one. */
export type KeyChoice = { apiKey: string } | { variable: string } | 'none' | 'keep';

/** Asks for a key: typed in, from an environment variable, or none. The present one can be kept. */
export async function chooseKey(
  frame: Frame,
  question: { variable: string | null; variableIsSet: boolean; usuallyNone: boolean; hasKey: boolean },
): Promise<Answer<KeyChoice>> {
  const { variable, variableIsSet, usuallyNone, hasKey } = question;
  const choices: (Choice<KeyChoice | 'type'> & { first: boolean })[] = [
    { label: 'Keep the Present Key', value: 'keep' as const, first: hasKey },
    {
      label: `Use Environment Variable ${variable}`,
      description: variableIsSet ? 'is set' : 'is not set here',
      value: { variable: variable ?? '' },
      first: variableIsSet,
    },
    {
      label: 'No Key',
      description: 'for servers that want none',
      value: 'none' as const,
      first: usuallyNone,
    },
    {
      label: 'Enter a Key…',
      description: 'kept in this editor’s secret storage',
      value: 'type' as const,
      first: true,
    },
  ].filter(({ value }) => (value === 'keep' ? hasKey : !(typeof value === 'object' && variable === null)));
  const answer = await choose<KeyChoice | 'type'>(frame, {
    placeholder: 'Which API key does this endpoint use?',
    choices: choices.sort((a, b) => Number(b.first) - Number(a.first)),
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
