import { shownValue } from '../core/base/explainIssues.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../core/base/jsonValue.ts';
import { readJson } from '../core/base/read.ts';
import { readTime, writeTime } from '../core/base/time.ts';
import { writeJsonLine } from '../core/base/write.ts';
import {
  emptyResponse,
  type InvocationResponse,
  measuredFields,
  responseFields,
} from '../core/request/response.ts';
import type { WrongValues } from './wrongValues.ts';

/** One line of `responses.jsonl`: exactly the 14 keys in order (llmeter-format 3). */
export function writeResponse(response: InvocationResponse): string {
  const json: Record<string, JsonValue> = {};
  for (const field of responseFields) json[field] = response[field];
  json['request_time'] = response.request_time === null ? null : writeTime(response.request_time);
  return writeJsonLine(json);
}

const texts = ['response_text', 'id', 'error'] as const;
const numbers = [...measuredFields, 'retries'] as const;

/**
 * Reads a line. Unknown keys are ignored; missing and wrong values become null. Any value of `error` other than
 * null counts as an error. Throws SyntaxError if the line is not a JSON object.
 */
export function readResponse(line: string, lineNumber: number, wrong: WrongValues): InvocationResponse {
  const json = readJson(line);
  if (!isJsonObject(json)) throw new SyntaxError('not an object');
  const response = emptyResponse();
  const note = (key: string, words: string, value: JsonValue, consequence = 'this value is left out') =>
    wrong.add(key, `must be ${words} or null, not ${shownValue(value)}`, consequence, lineNumber);
  for (const field of texts) {
    const value = json[field] ?? null;
    response[field] = value === null || typeof value === 'string' ? value : JSON.stringify(value);
    if (response[field] !== value && field !== 'error') note(field, 'text', value, 'it is read as text');
  }
  for (const field of numbers) {
    const value = json[field] ?? null;
    if (value === null || typeof value === 'number') response[field] = value;
    else note(field, 'a number', value);
  }
  readRest(json, response, note);
  return response;
}

/** The keys that are neither plain texts nor plain numbers. */
function readRest(
  { input_payload = null, input_prompt = null, request_time = null }: JsonObject,
  response: InvocationResponse,
  note: (key: string, words: string, value: JsonValue) => void,
): void {
  if (input_payload === null || isJsonObject(input_payload)) response.input_payload = input_payload;
  else note('input_payload', 'an object', input_payload);
  response.input_prompt = input_prompt;
  response.request_time = typeof request_time === 'string' ? readTime(request_time) : null;
  if (response.request_time === null && request_time !== null) {
    note('request_time', 'a time such as "2026-01-01T12:00:00Z"', request_time);
  }
}
