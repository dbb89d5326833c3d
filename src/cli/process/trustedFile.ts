import { appendFile, mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ConsentList } from '../../protocol/consent.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The file with what the person agreed to: one line with hash and folder for each list. */
export function trustedFile(env: Environment, platform: NodeJS.Platform, home: string): string {
  return join(configFolder(env, platform, home), 'llmeter', 'trusted');
}

function configFolder(env: Environment, platform: NodeJS.Platform, home: string): string {
  const xdg = env['XDG_CONFIG_HOME'];
  // The specification of XDG: relative paths are ignored.
  if (xdg?.startsWith('/')) return xdg;
  if (platform === 'win32') return env['APPDATA'] || join(home, 'AppData', 'Roaming');
  return platform === 'darwin' ? join(home, 'Library', 'Application Support') : join(home, '.config');
}

/** Whether the person agreed to exactly this list in this folder. */
export async function isTrusted(list: ConsentList, file: string): Promise<boolean> {
  // What others can write is no agreement of this person.
  const found = await stat(file).catch(() => null);
  if (found === null || (process.platform !== 'win32' && (found.mode & 0o022) !== 0)) return false;
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  return lines.includes(lineOf(list));
}

/** Remembers that the person agreed. */
export async function trust(list: ConsentList, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await appendFile(file, `${lineOf(list)}\n`, { mode: 0o600 });
}

/** A folder's name may contain a line break. */
function lineOf({ hash, folder }: ConsentList): string {
  return `${hash} ${JSON.stringify(folder)}`;
}
