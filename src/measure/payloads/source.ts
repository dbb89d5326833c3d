import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { messageOf, UserError } from '../../core/base/errors.ts';
import type { SourceContext, SourceFile } from './sourceFile.ts';

/**
 * The file at a path or `s3://` address, or all files of a folder or prefix (not of those inside it)
 * that `wanted` takes, in name order. Throws UserError naming the file.
 * @param what the plan calls it, e.g. "payload"
 */
export async function readSource(
  location: string,
  what: string,
  context: SourceContext,
  wanted: (name: string) => boolean = () => true,
): Promise<SourceFile[]> {
  if (location.startsWith('s3://')) {
    const { readS3 } = await import('./s3.ts');
    return readS3(location, what, wanted, context.aws ?? {});
  }
  const path = resolve(context.baseFolder, location);
  const found = await stat(path).catch(() => null);
  if (!found) throw new UserError(`The ${what} file ${path} does not exist.`);
  const files = found.isDirectory() ? await filesOf(path, wanted) : [path];
  return Promise.all(files.map(async file => ({ name: basename(file), bytes: await contentOf(file, what) })));
}

/** The text of a file, which is UTF-8 with or without a mark. */
export function textOf({ bytes }: SourceFile): string {
  return new TextDecoder().decode(bytes);
}

async function filesOf(folder: string, wanted: (name: string) => boolean): Promise<string[]> {
  const entries: Dirent[] = await readdir(folder, { withFileTypes: true });
  return entries
    .filter(entry => entry.isFile() && wanted(entry.name))
    .map(entry => join(folder, entry.name))
    .sort();
}

async function contentOf(path: string, what: string): Promise<Uint8Array> {
  try {
    const { buffer, byteOffset, byteLength } = await readFile(path);
    return new Uint8Array(buffer, byteOffset, byteLength);
  } catch (error) {
    throw new UserError(`The ${what} file ${path} cannot be read: ${messageOf(error)}.`);
  }
}
