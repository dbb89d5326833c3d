import type { AwsProfile, AwsProfileKind } from '../../core/plan/awsProfile.ts';
import type { Frame, UserAnswer } from '../host/questions/answers.ts';
import { choose } from '../host/questions/quickInput.ts';

/** A profile of the AWS tools, with its default region. */
export interface ProfileChoice {
  profile: string;
  region: string | null;
}

const kinds: Record<AwsProfileKind, string> = {
  static: 'access keys',
  sso: 'single sign-on',
  role: 'assumes a role',
  process: 'credentials from a program',
  login: 'signed in with the AWS tools',
  none: 'settings only, no credentials',
};

/** Asks for one of the profiles. Any other name can be typed. */
export function chooseProfile(
  frame: Frame,
  offered: () => Promise<readonly AwsProfile[]>,
): Promise<UserAnswer<ProfileChoice>> {
  const later = offered().then(profiles =>
    profiles.map(({ name, region, kind }) => ({
      label: name,
      description: [kinds[kind], region].filter(part => part !== null).join(', '),
      value: { profile: name, region },
    })),
  );
  return choose<ProfileChoice>(frame, {
    placeholder: 'Which profile? Pick one or type its name',
    choices: [],
    later,
    typed: text => ({ label: text, description: 'as typed', value: { profile: text, region: null } }),
  });
}
