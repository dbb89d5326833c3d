import { isJsonObject, type JsonValue } from '../core/base/jsonValue.ts';
import { readJson } from '../core/base/read.ts';
import { readTime, writeTime } from '../core/base/time.ts';
import { writeJsonLine } from '../core/base/write.ts';
import { emptyResponse, type InvocationResponse, responseFields } from '../core/request/response.ts';

/** One line of `responses.jsonl`: exactly the 14 keys in order (llmeter-format 3). */
export function writeResponse(response: InvocationResponse): string {
  const json: Record<string, JsonValue> = {};
  for (const field of responseFields) json[field] = response[field];
  json['request_time'] = response.request_time === null ? null : writeTime(response.request_time);
  return writeJsonLine(json);
}

const texts = ['response_text', 'id', 'error'] as const;
const numbers = [
  'time_to_first_token',
  'time_to_last_token',
  'num_tokens_input',
  'num_tokens_output',
  'num_tokens_input_cached',
  'num_tokens_output_reasoning',
  'time_per_output_token',
  'retries',
] as const;

/**
 * Reads a line. Unknown keys are ignored, missing ones and ones of a wrong type are null; anything
 * that stands for an error counts as one. Throws SyntaxError when the line is not a JSON object.
 */
export function readResponse(line: string): InvocationResponse {
  const json = readJson(line);
  if (!isJsonObject(json)) throw new SyntaxError('not an object');
  const response = emptyResponse();
  for (const field of texts) {
    const value = json[field] ?? null;
    response[field] = value === null || typeof value === 'string' ? value : JSON.stringify(value);
  }
  for (const field of numbers) {
    const value = json[field];
    if (typeof value === 'number') response[field] = value;
  }
  const { input_payload, input_prompt, request_time } = json;
  response.input_payload = isJsonObject(input_payload) ? input_payload : null;
  response.input_prompt = input_prompt ?? null;
  response.request_time = typeof request_time === 'string' ? readTime(request_time) : null;
  return response;
}
