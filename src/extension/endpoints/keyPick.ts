import type { Secrets } from '../../protocol/start.ts';
import type { Frame, UserAnswer } from '../host/questions/answers.ts';
import { choose, type PickItem } from '../host/questions/quickInput.ts';
import { chooseProfile, type ProfileChoice } from './awsPick.ts';
import { askSecrets, type SecretKind, typedChoices } from './secretInputs.ts';

/** Where the key comes from. `none` also deletes a saved key. */
export type KeyChoice = { secrets: Secrets } | { variable: string } | ProfileChoice | 'none' | 'keep';

export interface KeyQuestion {
  /** The environment variable that may hold the key. */
  variable: string | null;
  variableIsSet: boolean;
  /** How to offer having no key. */
  none: { label: string; description: string };
  usuallyNone: boolean;
  /** Whether a key is saved already. */
  hasKey: boolean;
  /** The kinds of secret that can be typed. */
  typed: readonly SecretKind[];
  /** Finds the profiles of the AWS tools; null if none would work. */
  profiles: Parameters<typeof chooseProfile>[1] | null;
}

type Line = KeyChoice | SecretKind | 'profile';

/** Asks for a key: typed, from a variable or a profile, or none. The most likely comes first. */
export async function chooseKey(frame: Frame, question: KeyQuestion): Promise<UserAnswer<KeyChoice>> {
  const { variable, variableIsSet, none, usuallyNone, hasKey, typed, profiles } = question;
  const keep: PickItem<Line> = { label: 'Keep the Current Key', value: 'keep' };
  const withoutKey: PickItem<Line> = { ...none, value: 'none' };
  const withProfile: PickItem<Line> = {
    label: 'Choose an AWS Profile…',
    description: 'from your AWS configuration files: keys, SSO or a role',
    value: 'profile',
  };
  const fromVariable: PickItem<Line>[] =
    variable === null
      ? []
      : [
          {
            label: `Use Environment Variable ${variable}`,
            description: variableIsSet ? 'is set' : 'is not set here',
            value: { variable },
          },
        ];
  const answer = await choose<Line>(frame, {
    placeholder: 'Which API key does this endpoint use?',
    choices: [
      ...(hasKey ? [keep] : []),
      ...(variableIsSet ? fromVariable : []),
      ...(usuallyNone ? [withoutKey] : []),
      ...(profiles === null ? [] : [withProfile]),
      ...typedChoices(typed),
      ...(variableIsSet ? [] : fromVariable),
      ...(usuallyNone ? [] : [withoutKey]),
    ],
  });
  if (answer === 'profile') return profiles === null ? undefined : chooseProfile(frame, profiles);
  if (answer !== 'apiKey' && answer !== 'awsKeys') return answer;
  const secrets = await askSecrets(frame, answer);
  return typeof secrets === 'object' ? { secrets } : secrets;
}
