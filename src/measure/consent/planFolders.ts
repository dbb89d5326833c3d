import { realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { PlanPlace } from '../../protocol/consent.ts';

/** A plan's folder, and whether the person works there. */
export interface PlanFolders {
  /** What relative paths start from, with symbolic links resolved. */
  readonly base: string;
  /** The plan lies in a folder that the person works in. */
  readonly isOwn: boolean;
  /** The plan does not lie in its base folder. */
  readonly isApart: boolean;
  /** What is in one of these may be used without asking. */
  readonly open: readonly string[];
}

/** Finds out whose folder a plan lies in. A plan without a place may be anybody's. */
export async function planFolders(baseFolder: string, place: PlanPlace | undefined): Promise<PlanFolders> {
  const base = await realPath(baseFolder);
  const home = await realPath(homedir());
  const worked = await Promise.all((place?.folders ?? []).map(realPath));
  // The home folder and those around it hold everything that a person has, downloads too.
  const own = worked.filter(folder => (isWithin(home, folder) ? folder === base : isWithin(base, folder)));
  const isApart = place?.apart ?? place === undefined;
  const open = isApart ? [] : [base, ...own].filter(folder => !isWithin(home, folder));
  return { base, isOwn: own.length > 0, isApart, open };
}

/** The path without symbolic links. Of what does not exist, the part that exists is resolved. */
export async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(await realPath(parent), basename(path));
  }
}

/** The real path if it leads out of what may be used without asking, or to something hidden in it; else null. */
export async function outside(path: string, { base, isApart, open }: PlanFolders): Promise<string | null> {
  const real = await realPath(resolve(base, path));
  const isOpen = open.some(folder => isWithin(real, folder) && !hasHiddenPart(relative(folder, real)));
  // In the home folder itself, only what lies directly in it belongs to the plan.
  const isBeside = !isApart && dirname(real) === base && !basename(real).startsWith('.');
  return isOpen || isBeside ? null : real;
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && resolve(folder, way) === path);
}

/** Settings and credentials of other programs are in files such as .env and in folders such as .ssh. */
function hasHiddenPart(way: string): boolean {
  return way.split(sep).some(part => part.startsWith('.'));
}
