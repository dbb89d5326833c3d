import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { globSync } from 'tinyglobby';
import { projectRoot } from '../../harness/projectRoot.ts';

/** A Markdown file of the project; `path` is relative to its root. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** A link as written, and the file and heading that it leads to; `file` is null for addresses elsewhere. */
export interface Link {
  readonly target: string;
  readonly file: string | null;
  readonly anchor: string | null;
}

export function readPage(path: string): Page {
  return { path, text: readFileSync(join(projectRoot, path), 'utf8') };
}

/** README and its siblings, and everything in docs/. */
export function allPages(): Page[] {
  return globSync(['*.md', 'docs/**/*.md'], { cwd: projectRoot })
    .map(path => path.replaceAll('\\', '/'))
    .sort()
    .map(readPage);
}

/** The page without its code blocks, whose lines stay as empty ones. */
export function proseOf({ text }: Page): string {
  return text.replace(/^```[\s\S]*?^```$/gm, block => block.replace(/[^\n]/g, ''));
}

/** Links and pictures outside of code. */
export function linksOf(page: Page): Link[] {
  const prose = proseOf(page).replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => {
    if (/^[a-z]+:/.test(target)) return { target, file: null, anchor: null };
    const [file = '', anchor = null] = target.split('#');
    return {
      target,
      file: file === '' ? page.path : posix.normalize(posix.join(posix.dirname(page.path), file)),
      anchor,
    };
  });
}

/** Anchors of the headings, as GitHub makes them. */
export function anchorsOf(page: Page): string[] {
  return headingsOf(page).map(heading =>
    heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}

export function headingsOf(page: Page): string[] {
  return [...proseOf(page).matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading = '']) => heading.trim());
}

/** Tables as numbers of cells, a row each, with the line that a table begins in. */
export function tablesOf(page: Page): { line: number; cells: number[] }[] {
  const tables: { line: number; cells: number[] }[] = [];
  let open: { line: number; cells: number[] } | null = null;
  for (const [index, line] of proseOf(page).split('\n').entries()) {
    if (!line.startsWith('|')) {
      open = null;
      continue;
    }
    if (!open) {
      open = { line: index + 1, cells: [] };
      tables.push(open);
    }
    open.cells.push(line.replaceAll('\\|', '').split('|').length - 2);
  }
  return tables;
}

/** Paths of the project's own files in code spans, such as `src/core/base/clock.ts` or `src/core/`. */
export function pathsIn(page: Page): string[] {
  const spans = [...proseOf(page).matchAll(/`((?:src|test|media|schemas|examples|docs)\/[^`\s]*)`/g)];
  return spans.map(([, path = '']) => path).filter(path => !/[<>{}…]|\.\.\./.test(path));
}
