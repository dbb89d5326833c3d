import { rename, writeFile } from 'node:fs/promises';

/** Replaces a file atomically: a reader sees either the old or the new content, never a part. */
export async function writeWholeFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.tmp`;
  await writeFile(temporary, text);
  await rename(temporary, path);
}
