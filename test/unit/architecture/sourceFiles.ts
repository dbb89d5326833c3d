import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { globSync } from 'tinyglobby';
import { projectRoot } from '../../harness/projectRoot.ts';

export interface Import {
  /** What the file names: 'node:fs', 'zod/mini', '../core/clock.ts'. */
  specifier: string;
  /** Path from the root of the repository, for imports of our own files. */
  file: string | undefined;
  /** Erased by the compiler: no code of the other file is loaded. */
  typeOnly: boolean;
  dynamic: boolean;
}

export interface SourceFile {
  /** Path from the root of the repository, with slashes: 'src/core/base/clock.ts'. */
  path: string;
  /** The folder directly under src that the file is in. */
  module: string;
  text: string;
  imports: Import[];
}

/** Every TypeScript file under src, with what it imports. */
export function sourceFiles(): SourceFile[] {
  return globSync('src/**/*.{ts,tsx}', { cwd: projectRoot })
    .map(path => path.replaceAll('\\', '/'))
    .filter(path => !path.endsWith('.d.ts'))
    .sort()
    .map(path => {
      const text = readFileSync(posix.join(projectRoot, path), 'utf8');
      return { path, module: moduleOf(path), text, imports: importsOf(path, text) };
    });
}

/** The folder directly under src that a path is in. */
export function moduleOf(path: string): string {
  return path.split('/')[1] ?? '';
}

/** The imports and re-exports of one file. The formatter puts statements at the start of a line. */
export function importsOf(path: string, text: string): Import[] {
  const named = text.matchAll(
    /^(?:import|export)\s+((?:type\s)?)(?:[\w$\s,*]|\{([^}]*)\})+?\sfrom\s+'([^']+)'/gm,
  );
  const bare = text.matchAll(/^import\s+'([^']+)'/gm);
  const called = text.matchAll(/\bimport\(\s*'([^']+)'\s*[,)]/g);
  return [
    ...[...named].map(([, type, names, specifier]) => ({
      specifier: specifier ?? '',
      typeOnly: Boolean(type) || onlyTypes(names),
      dynamic: false,
    })),
    ...[...bare].map(([, specifier]) => ({ specifier: specifier ?? '', typeOnly: false, dynamic: false })),
    ...[...called].map(([, specifier]) => ({ specifier: specifier ?? '', typeOnly: false, dynamic: true })),
  ].map(found => ({ ...found, file: ownFile(path, found.specifier) }));
}

function onlyTypes(names: string | undefined): boolean {
  const each = names
    ?.split(',')
    .map(name => name.trim())
    .filter(Boolean);
  return Boolean(each?.length) && Boolean(each?.every(name => name.startsWith('type ')));
}

function ownFile(from: string, specifier: string): string | undefined {
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : undefined;
}
