import { parse } from 'yaml';

/**
 * Reads YAML, and JSON with it. A file of its own, so that a bundle can load the parser for the few who
 * need it: imported by itself the package, which is CommonJS there, hides its names in a default export.
 */
export function parseYaml(text: string): unknown {
  return parse(text);
}
