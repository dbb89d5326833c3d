import { parse, YAMLError } from 'yaml';

/**
 * Parses the text of a plan file, or says at which line that failed. One parser reads JSON and YAML, because
 * JSON is YAML. The parser is large and most windows open no plan, so `esbuild.mjs` makes a separate bundle
 * of this file.
 */
export function parsePlanText(text: string): { plan: unknown } | { problem: string } {
  try {
    return { plan: parse(text) };
  } catch (error) {
    if (!(error instanceof YAMLError)) throw error;
    return { problem: error.message };
  }
}
