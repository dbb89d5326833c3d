import type { JsonObject, JsonValue } from '../base/jsonValue.ts';

/**
 * One line of `responses.jsonl`. Field names, their order and their meaning are LLMeter's
 * (awslabs/llmeter `InvocationResponse`): the Python loader refuses any other key.
 */
export interface InvocationResponse {
  response_text: string | null;
  /** The payload that was actually sent. */
  input_payload: JsonObject | null;
  /** Provider's id, or 32 lower-case hex digits of our own. */
  id: string | null;
  /** Text of the payload, for display and for counting tokens that the provider does not report. */
  input_prompt: JsonValue;
  /** Seconds. */
  time_to_first_token: number | null;
  /** Seconds. */
  time_to_last_token: number | null;
  num_tokens_input: number | null;
  num_tokens_output: number | null;
  num_tokens_input_cached: number | null;
  num_tokens_output_reasoning: number | null;
  /** Seconds. */
  time_per_output_token: number | null;
  /** null = success; any text, even an empty one, means failure. */
  error: string | null;
  retries: number | null;
  /** Wall clock, milliseconds since the epoch; written as `2026-01-01T12:00:00.123Z`. */
  request_time: number | null;
}

/** The fields that hold times and token counts. */
export const measuredFields = [
  'time_to_first_token',
  'time_to_last_token',
  'num_tokens_input',
  'num_tokens_output',
  'num_tokens_input_cached',
  'num_tokens_output_reasoning',
  'time_per_output_token',
] as const satisfies readonly (keyof InvocationResponse)[];

/** The field order of LLMeter's files. */
export const responseFields = [
  'response_text',
  'input_payload',
  'id',
  'input_prompt',
  ...measuredFields,
  'error',
  'retries',
  'request_time',
] as const satisfies readonly (keyof InvocationResponse)[];

export function emptyResponse(): InvocationResponse {
  return {
    response_text: null,
    input_payload: null,
    id: null,
    input_prompt: null,
    time_to_first_token: null,
    time_to_last_token: null,
    num_tokens_input: null,
    num_tokens_output: null,
    num_tokens_input_cached: null,
    num_tokens_output_reasoning: null,
    time_per_output_token: null,
    error: null,
    retries: null,
    request_time: null,
  };
}
