import { mkdir, mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { consentOf } from '../../../../src/measure/consent/consentOf.ts';
import { parsePlan } from '../../../../src/measure/plan/parsePlan.ts';
import type { ConsentList, PlanPlace } from '../../../../src/protocol/consent.ts';
import type { Secrets } from '../../../../src/protocol/start.ts';

/** A folder with a plan's folder in it, and something beside that. */
export async function foldersWith(files: Readonly<Record<string, string>> = {}) {
  const around = await realpath(await mkdtemp(join(tmpdir(), 'llmeter-consent-')));
  const plan = join(around, 'plan');
  await mkdir(plan);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(around, name)), { recursive: true });
    await writeFile(join(around, name), text);
  }
  return { around, plan };
}

export interface Asked {
  place?: PlanPlace;
  environment?: Readonly<Record<string, string>>;
  secrets?: Secrets;
}

/** What a plan in `folder` asks for; by default the person works in that folder. */
export function listOf(
  plan: { endpoint?: object; [key: string]: unknown },
  folder: string,
  { place = { folders: [folder], chosen: [] }, environment = {}, secrets = {} }: Asked = {},
): Promise<ConsentList> {
  const { endpoint, ...rest } = plan;
  const checked = parsePlan(
    { prompt: 'hi', ...rest, endpoint: { kind: 'openai-chat', model: 'm', ...endpoint } },
    'The plan',
  );
  return consentOf([{ plan: checked, baseFolder: folder, place, secrets }], environment);
}

/** The same, as `title: line` texts. */
export async function asked(...given: Parameters<typeof listOf>): Promise<string[]> {
  const { sections } = await listOf(...given);
  return sections.flatMap(({ title, lines }) => lines.map(line => `${title}: ${line}`));
}
