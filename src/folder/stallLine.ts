import { isJsonObject } from '../core/base/jsonValue.ts';
import { readJson } from '../core/base/read.ts';
import { writeOwnLine } from '../core/base/write.ts';
import type { Stall } from '../core/request/stalls.ts';
import type { WrongValues } from './wrongValues.ts';

const keys = ['from', 'until', 'to'] as const satisfies readonly (keyof Stall)[];

/** One line of `stalls.jsonl`. */
export function writeStall({ from, until, to }: Stall): string {
  return writeOwnLine({ from, until, to });
}

/** Null if a value is missing or wrong. Throws SyntaxError if the line is not a JSON object. */
export function readStall(line: string, lineNumber: number, wrong: WrongValues): Stall | null {
  const json = readJson(line);
  if (!isJsonObject(json)) throw new SyntaxError('not an object');
  const bad = keys.find(key => typeof json[key] !== 'number' || !Number.isFinite(json[key]));
  if (bad === undefined) return json as unknown as Stall;
  wrong.add(bad, 'must be a number', 'this line is left out', lineNumber);
  return null;
}
