import { parse, YAMLError } from 'yaml';

/**
 * Reads the text of a plan file, or says with its line why that cannot be done. JSON is YAML, so one parser
 * reads both. It is large, and most windows open no plan: `esbuild.mjs` gives this file a bundle of its own.
 */
export function parsePlanText(text: string): { plan: unknown } | { problem: string } {
  try {
    return { plan: parse(text) };
  } catch (error) {
    if (!(error instanceof YAMLError)) throw error;
    return { problem: error.message };
  }
}
