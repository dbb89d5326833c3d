import { rename, writeFile } from 'node:fs/promises';

/** Replaces a file in one step: a reader sees the old content or the new, never a part. */
export async function writeWholeFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.tmp`;
  await writeFile(temporary, text);
  await rename(temporary, path);
}
