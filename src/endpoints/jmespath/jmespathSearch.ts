import jmespath from 'jmespath';
import { messageOf, UserError } from '../../core/base/errors.ts';
import { asCount, asText, listOf } from '../http/jsonAccess.ts';

/** Exists, though the type declarations do not say so. */
const { compile } = jmespath as unknown as { compile(path: string): unknown };

/** Throws UserError that names the option whose path is none. */
export function checkJmespath(option: string, path: string | null): void {
  if (path === null) return;
  try {
    compile(path);
  } catch (error) {
    throw new UserError(`"${option}" is not a JMESPath: ${messageOf(error)}.`);
  }
}

/** The text at a path, a list of texts joined with `separator`; null where there is none. */
export function textAt(value: unknown, path: string | null, separator: string): string | null {
  const found = find(value, path);
  if (!Array.isArray(found)) return asText(found) ?? null;
  return listOf(found)
    .flatMap(text => asText(text) ?? [])
    .join(separator);
}

/** Text of a payload. For display only, so a payload that the path does not fit has none. */
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
