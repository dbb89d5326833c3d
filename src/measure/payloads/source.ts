import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { messageOf, UserError } from '../../core/base/errors.ts';
import { isS3Address } from '../../core/base/s3Address.ts';
import type { SourceContext, SourceFile } from './sourceFile.ts';

/**
 * The file at a path or `s3://` address, or all files of a folder or prefix (not of those inside it)
 * that `wanted` takes, in name order; hidden files are none. Throws UserError naming the file.
 * @param what the plan calls it, e.g. "payload"
 */
export async function findSource(
  location: string,
  what: string,
  context: SourceContext,
  wanted: (name: string) => boolean = () => true,
): Promise<SourceFile[]> {
  const taken = (name: string) => !name.startsWith('.') && wanted(name);
  if (isS3Address(location)) {
    const { findS3 } = await import('./s3.ts');
    return findS3(location, what, taken, context.aws ?? {});
  }
  const path = resolve(context.baseFolder, location);
  const found = await stat(path).catch(() => null);
  if (!found) throw new UserError(`The ${what} file ${path} does not exist.`);
  if (!found.isDirectory()) return [localFile(path, what)];
  const entries = await readdir(path, { withFileTypes: true });
  return entries
    .filter(entry => entry.isFile() && taken(entry.name))
    .map(entry => join(path, entry.name))
    .sort()
    .map(file => localFile(file, what));
}

/** The files whose path matches a pattern such as `data/*.jsonl`, in the order of their paths. Throws UserError. */
export async function findMatching(
  pattern: string,
  what: string,
  { baseFolder }: SourceContext,
): Promise<SourceFile[]> {
  if (isS3Address(pattern)) {
    throw new UserError(
      '"files" takes no s3:// address: name a prefix such as s3://bucket/folder/ as "file".',
    );
  }
  const { glob } = await import('tinyglobby');
  const paths = await glob(pattern, { cwd: baseFolder, absolute: true, expandDirectories: false });
  if (paths.length === 0) throw new UserError(`No ${what} file in ${baseFolder} matches "${pattern}".`);
  return paths.sort().map(path => localFile(path, what));
}

function localFile(path: string, what: string): SourceFile {
  return { name: basename(path), path, open: () => readLocal(path, what) };
}

async function* readLocal(path: string, what: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) yield chunk as Uint8Array;
  } catch (error) {
    throw new UserError(`The ${what} file ${path} cannot be read: ${messageOf(error)}.`);
  }
}
