import { parse } from 'yaml';

/**
 * Reads YAML, which includes JSON. This is a separate file so that bundles can load the parser on demand: in a
 * dynamic import of the package itself, which is CommonJS, all names would be in a default export.
 */
export function parseYaml(text: string): unknown {
  return parse(text);
}
