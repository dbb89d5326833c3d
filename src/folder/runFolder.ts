/**
 * The folder module knows what a run folder is: the names of its files, how they are written during a run,
 * how they are read again, and how an interrupted run is recovered. It never sends a request and computes
 * no comparison. `measure` writes through this module and `results` reads through it; the two meet nowhere
 * else. Start with names.ts, then read runRecorder.ts for writing and loadRun.ts for reading.
 */

import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../core/base/errors.ts';
import { levelClients } from '../core/loadTest/levels.ts';
import { experimentFile } from './experimentFile.ts';
import { runFiles } from './names.ts';
import { unwritable } from './writeErrors.ts';

/** Files that mark a folder as a run or an experiment, so that no run may be written to it. */
const ours = new Set<string>([...Object.values(runFiles), experimentFile]);

/** LLMeter's default run name: local date and time to the minute. `wall` is in milliseconds since the epoch. */
export function defaultRunName(wall: number): string {
  const at = new Date(wall);
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`;
  return `${date}-${two(at.getHours())}${two(at.getMinutes())}`;
}

/**
 * Creates the folder of a new run inside `output`. If there is already a run or an experiment of that name, it
 * throws UserError, or with `makeUnique` appends `-2`, `-3`... to the name.
 */
export async function createRunFolder(
  output: string,
  name: string,
  makeUnique: boolean,
): Promise<{ folder: string; name: string }> {
  if (name === '' || name === '.' || name === '..' || /[/\\]/.test(name)) {
    throw new UserError(
      `"${name}" cannot be the name of a run: it must be a plain folder name. Change "name".`,
    );
  }
  for (let attempt = 1; ; attempt++) {
    const candidate = attempt === 1 ? name : `${name}-${attempt}`;
    const folder = join(output, candidate);
    if (await claim(folder)) return { folder, name: candidate };
    if (!makeUnique) {
      throw new UserError(
        `There is already a run named "${name}" in ${output}. Choose another "name", or remove ${folder} first.`,
      );
    }
  }
}

/**
 * Claims the folder for a run, unless it contains a run or an experiment; creates it if necessary. If several
 * runs try at the same moment, only one of them can create the payload file.
 */
async function claim(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).some(file => ours.has(file) || levelClients(file) !== null)) return false;
    return await makeNew(join(folder, runFiles.payload));
  } catch (error) {
    throw unwritable(folder, error);
  }
}

async function makeNew(file: string): Promise<boolean> {
  try {
    await writeFile(file, '', { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
