import type { Secrets } from '../../protocol/start.ts';
import { back, type Frame, type UserAnswer } from '../host/questions/answers.ts';
import { ask, choose, type PickItem, type TextQuestion } from '../host/questions/quickInput.ts';

/** The kinds of secret that can be typed and saved for an endpoint. */
export type SecretKind = 'apiKey' | 'awsKeys';

interface TypedSecret {
  /** The line that offers it. */
  label: string;
  /** The questions, in order. */
  inputs: readonly TextQuestion[];
  read(texts: readonly string[]): Secrets;
}

const filled = (what: string) => (text: string) => (text ? null : `${what} cannot be empty.`);

const typedSecrets: Record<SecretKind, TypedSecret> = {
  apiKey: {
    label: 'Enter a Key…',
    inputs: [{ prompt: 'API key', password: true, check: filled('A key') }],
    read: ([apiKey = '']) => ({ apiKey }),
  },
  awsKeys: {
    label: 'Enter AWS Access Keys…',
    inputs: [
      { prompt: 'AWS access key ID', check: filled('An access key ID') },
      { prompt: 'AWS secret access key', password: true, check: filled('A secret access key') },
      { prompt: 'AWS session token. Leave empty for keys without one', password: true },
    ],
    read: ([accessKeyId = '', secretAccessKey = '', sessionToken = '']) => ({
      aws: { accessKeyId, secretAccessKey, ...(sessionToken !== '' && { sessionToken }) },
    }),
  },
};

/** The lines that offer to type a secret. */
export function typedChoices(kinds: readonly SecretKind[]): PickItem<SecretKind>[] {
  return kinds.map(kind => ({
    label: typedSecrets[kind].label,
    description: 'saved in this editor’s secret storage',
    value: kind,
  }));
}

/** Asks which kind of secret to type, if there are several. */
export async function chooseSecret(
  frame: Frame,
  kinds: readonly SecretKind[],
): Promise<UserAnswer<SecretKind>> {
  const [only, ...others] = kinds;
  if (others.length === 0) return only;
  return choose(frame, {
    placeholder: 'Which key does this endpoint use?',
    choices: typedChoices(kinds),
  });
}

/** Asks for all parts of a secret. Going back leads to the previous part. */
export async function askSecrets(frame: Frame, kind: SecretKind): Promise<UserAnswer<Secrets>> {
  const { inputs, read } = typedSecrets[kind];
  const texts: string[] = [];
  for (;;) {
    const question = inputs[texts.length];
    if (question === undefined) return read(texts);
    const answer = await ask({ ...frame, canGoBack: frame.canGoBack === true || texts.length > 0 }, question);
    if (answer === undefined) return undefined;
    if (typeof answer === 'string') texts.push(answer);
    else if (texts.length === 0) return back;
    else texts.pop();
  }
}
