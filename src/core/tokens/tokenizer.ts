import type { JsonObject } from '../jsonValue.ts';

/** Splits text into tokens and joins them again. */
export interface Tokenizer {
  /** What run_config.json says of it. */
  readonly info: JsonObject;
  encode(text: string): readonly (string | number)[];
  decode(tokens: readonly (string | number)[]): string;
}
