import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { responseFields } from '../../src/core/request/response.ts';
import { summaryFields } from '../../src/core/stats/runSummary.ts';

/** The keys of `run_config.json`, in the order in which Python writes them. */
export const configFields = [
  'endpoint',
  'output_path',
  'tokenizer',
  'clients',
  'n_requests',
  'run_duration',
  'payload',
  'run_name',
  'run_description',
  'timeout',
  'callbacks',
  'low_memory',
  'progress_bar_stats',
];

/** What `datetime.fromisoformat` of Python 3.10 reads once `Z` is replaced by `+00:00`. */
const pythonTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3}|\.\d{6})?Z$/;

const nullOr = (type: string) => (value: unknown) => value === null || typeof value === type;
const whole = (value: unknown) => value === null || Number.isInteger(value);
const time = (value: unknown) => value === null || pythonTime.test(String(value));
const object = (value: unknown) => value === null || (typeof value === 'object' && !Array.isArray(value));

const responseTypes: Record<string, (value: unknown) => boolean> = {
  response_text: nullOr('string'),
  input_payload: object,
  id: nullOr('string'),
  input_prompt: () => true,
  time_to_first_token: nullOr('number'),
  time_to_last_token: nullOr('number'),
  num_tokens_input: whole,
  num_tokens_output: whole,
  num_tokens_input_cached: whole,
  num_tokens_output_reasoning: whole,
  time_per_output_token: nullOr('number'),
  error: nullOr('string'),
  retries: whole,
  request_time: time,
};

function asciiOf(folder: string, file: string): string {
  const text = readFileSync(join(folder, file), 'latin1');
  assert.match(text, /^[\x20-\x7e\n]*$/, `${file} is printable ASCII`);
  return text;
}

/** `json.loads` of a document: strict JSON here, since we never write NaN. */
function documentOf(folder: string, file: string): Record<string, unknown> {
  const text = asciiOf(folder, file);
  assert.ok(!text.endsWith('\n'), `${file} ends without a line break`);
  const json = JSON.parse(text);
  const lines = JSON.stringify(json, null, 4).split('\n').length;
  assert.equal(text.split('\n    ').length, lines - 1, `${file} has indent 4`);
  return json;
}

function linesOf(folder: string, file: string): Record<string, unknown>[] {
  const text = asciiOf(folder, file);
  if (text === '') return [];
  assert.ok(text.endsWith('\n'), `${file} ends with a line break`);
  const lines = text.slice(0, -1).split('\n');
  assert.ok(!lines.includes(''), `${file} has no blank line`);
  return lines.map(line => JSON.parse(line));
}

/** `InvocationResponse.from_json` of every line: 14 keys, in order, of the declared types. */
export function responsesAsPython(folder: string): Record<string, unknown>[] {
  const responses = linesOf(folder, 'responses.jsonl');
  for (const response of responses) {
    assert.deepEqual(Object.keys(response), responseFields);
    for (const [key, value] of Object.entries(response)) assert.ok(responseTypes[key]?.(value), key);
  }
  return responses;
}

/** Every check that Python's `Result.load`, `Runner.load` and `load_payloads` make of a folder, and the key orders. */
export function checkAsPython(folder: string): void {
  responsesAsPython(folder);
  const summary = documentOf(folder, 'summary.json');
  assert.deepEqual(Object.keys(summary), summaryFields);
  for (const key of ['start_time', 'first_request_time', 'last_request_time', 'end_time']) {
    assert.ok(time(summary[key]), key);
  }
  assert.deepEqual(Object.keys(documentOf(folder, 'stats.json')).slice(0, 14), summaryFields);
  const config = documentOf(folder, 'run_config.json');
  assert.deepEqual(Object.keys(config), configFields);
  assert.match(String(config['payload']), /\/payload\.jsonl$/);
  assert.equal(linesOf(folder, 'payload.jsonl').length > 0, true);
}
