import { extname } from 'node:path';
import { messageOf, UserError } from '../../core/base/errors.ts';
import { readExactJson } from '../../core/base/exactJson.ts';
import type { JsonValue } from '../../core/base/jsonValue.ts';
import { textOf } from './source.ts';
import type { SourceFile } from './sourceFile.ts';

/** A value of a file, with the words that say where it was. */
export interface JsonItem {
  value: JsonValue;
  where: string;
}

/** The lines of a .jsonl or .manifest file, else the items of a JSON list, else the one value. Throws UserError. */
export function jsonItems(file: SourceFile): JsonItem[] {
  const text = textOf(file);
  if (['.jsonl', '.manifest'].includes(extname(file.name))) {
    return text.split(/\r?\n/).flatMap((line, i) => {
      const where = `${file.name} line ${i + 1}`;
      return line.trim() === '' ? [] : [{ value: parse(line, where), where }];
    });
  }
  const value = parse(text, file.name);
  return (Array.isArray(value) ? value : [value]).map((item: JsonValue, i) => ({
    value: item,
    where: `${file.name} item ${i + 1}`,
  }));
}

function parse(text: string, where: string): JsonValue {
  try {
    return readExactJson(text);
  } catch (error) {
    throw new UserError(`${where} is not JSON: ${messageOf(error)}`);
  }
}
