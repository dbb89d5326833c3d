import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** More files than a callback of one's own has. */
const mostFiles = 1000;

/**
 * A hash of a module and of the local files that it names, such as those that it imports: an agreement to run
 * it is void as soon as one of them changes. A module that does not exist yet has one too.
 */
export async function moduleHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  const seen = new Set([path]);
  for (const file of seen) {
    const content = await contentOf(file);
    hash.update(`${file.slice(dirname(path).length)}\0${content === null ? 'missing' : content.length}\0`);
    if (content === null) continue;
    hash.update(content);
    for (const named of namedFiles(content.toString('utf8'), file)) {
      if (seen.size < mostFiles) seen.add(named);
    }
  }
  return hash.digest('hex');
}

/** Whatever looks like a relative path in quotes: imports of all forms, files to read, workers. */
function namedFiles(text: string, file: string): string[] {
  return [...text.matchAll(/['"`](\.{1,2}\/[^'"`\n]{1,500})['"`]/g)].map(([, path = '']) =>
    resolve(dirname(file), path),
  );
}

async function contentOf(file: string): Promise<Buffer | null> {
  try {
    return (await stat(file)).isFile() ? await readFile(file) : null;
  } catch {
    return null;
  }
}
