import { messageOf, UserError } from '../../core/base/errors.ts';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { ConsentList } from '../../protocol/consent.ts';
import type { Measurement } from '../../protocol/measurement.ts';
import type { MeasurementKind } from '../../protocol/measurementKind.ts';
import type { CliContext } from '../process/context.ts';
import { isTrusted, trust } from '../process/trustedFile.ts';
import { type Styles, styles } from '../terminal/style.ts';
import { agreeingCommand } from './agreeingCommand.ts';

/**
 * The measurement with the person's consent to what its plans do, if they do anything that needs it. Asks on a
 * terminal, and remembers a yes. Throws UserError if the person does not agree, or cannot be asked.
 */
export async function withConsent<K extends MeasurementKind>(
  engine: EnginePort,
  measurement: Measurement<K>,
  yes: boolean,
  context: CliContext,
): Promise<Measurement<K>> {
  const list = await engine.request('consent', measurement as Measurement);
  if (list.sections.length === 0) return measurement;
  const agreed = { ...measurement, agreed: list.hash };
  const { trustedFile: file, stderr } = context;
  if (await isTrusted(list, file)) return agreed;
  stderr.write(`${consentText(list, styles(stderr.colours)).join('\n')}\n`);
  if (yes) return agreed;
  const answer = await context.ask('Do you agree to exactly this? [y/N] ');
  if (answer === null) {
    throw new UserError(
      `Nothing was sent. If you agree to all of this, run: ${agreeingCommand(context.args)}`,
    );
  }
  if (!/^\s*y(es)?\s*$/i.test(answer)) throw new UserError('Nothing was sent, because you did not agree.');
  await trust(list, file).catch(error => {
    stderr.write(`You will be asked again: ${messageOf(error)}.\n`);
  });
  return agreed;
}

/** The list as a terminal shows it, a line each. */
function consentText({ sections, amount, folder }: ConsentList, { bold, warn }: Styles): string[] {
  return [
    warn(`The plan in ${folder} needs your consent, because it does this:`),
    ...sections.flatMap(({ title, lines }) => ['', `  ${bold(title)}:`, ...lines.map(line => `    ${line}`)]),
    '',
    ...amount.map(sentence => `  ${sentence}`),
    '',
  ];
}
