/**
 * The verify module recomputes every number of a folder from its raw records, by formulas written a second time,
 * and says what differs. It shares no statistics with the code that measured: it may import a few basic files only,
 * so that the same mistake would have to be made twice. It never writes. Start with `verifyFolders` below, then
 * read verifyRun.ts, and metrics.ts for the formulas.
 */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, UserError } from '../core/base/errors.ts';
import type { Verification, VerifiedFolder } from '../protocol/verification.ts';
import { verifyExperiment } from './experiment.ts';
import { verifyRun } from './verifyRun.ts';

const runFiles = ['responses.jsonl', 'summary.json', 'stats.json'];
const experimentFile = 'experiment.json';

/** Verifies runs and experiments. Throws UserError for a folder that holds neither. */
export async function verifyFolders(folders: readonly string[]): Promise<Verification[]> {
  const verified: Verification[] = [];
  for (const folder of folders) {
    const parts = await partsOf(folder);
    verified.push({ folder, parts, agrees: parts.every(({ differences }) => differences.length === 0) });
  }
  return verified;
}

async function partsOf(folder: string): Promise<VerifiedFolder[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new UserError(`The folder ${folder} cannot be read: ${messageOf(error)}.`, { cause: error });
  });
  const files = entries.filter(entry => entry.isFile()).map(({ name }) => name);
  const inside: string[] = [];
  for (const entry of entries) {
    if (entry.isDirectory() && (await isRun(join(folder, entry.name)))) inside.push(entry.name);
  }
  const run = files.some(name => runFiles.includes(name));
  const parts: VerifiedFolder[] = [];
  if (files.includes(experimentFile)) parts.push(await verifyExperiment(folder, inside));
  if (run) parts.push(await verifyRun(folder));
  for (const name of run ? [] : inside.sort()) parts.push(await verifyRun(join(folder, name)));
  if (parts.length > 0) return parts;
  throw new UserError(`${folder} contains neither a run nor an experiment.`);
}

async function isRun(folder: string): Promise<boolean> {
  return (await readdir(folder)).some(name => runFiles.includes(name));
}
