import jmespath from 'jmespath';
import { messageOf, UserError } from '../../core/base/errors.ts';
import { asCount, asText, listOf } from '../http/jsonAccess.ts';

/** Missing from the type declarations. */
const { compile } = jmespath as unknown as { compile(path: string): unknown };

/** Throws UserError that names the option if its path is not a JMESPath. */
export function checkJmespath(option: string, path: string | null): void {
  if (path === null) return;
  try {
    compile(path);
  } catch (error) {
    throw new UserError(`"${option}" is not a JMESPath: ${messageOf(error)}.`);
  }
}

/** The text at a path; a list of texts is joined with `separator`. null = there is none. */
export function textAt(value: unknown, path: string | null, separator: string): string | null {
  const found = find(value, path);
  if (!Array.isArray(found)) return asText(found) ?? null;
  return listOf(found)
    .flatMap(text => asText(text) ?? [])
    .join(separator);
}

/** The text of a payload. For display only, so an error in the search means no text. */
export function inputTextAt(payload: unknown, path: string | null): string | null {
  try {
    return textAt(payload, path, '\n');
  } catch {
    return null;
  }
}

export function countAt(value: unknown, path: string | null): number | undefined {
  return asCount(find(value, path));
}

function find(value: unknown, path: string | null): unknown {
  return path === null ? null : jmespath.search(value, path);
}
