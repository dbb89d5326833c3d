import type { AnswerTimes, UndelayedTimes } from '../metrics/undelayed.ts';
import {
  allInputTokens,
  cachedInputTokens,
  reasoningTokens,
  uncachedInputTokens,
} from '../request/countedKinds.ts';
import { heldNoToken } from '../request/emptyAnswer.ts';
import type { MeasuredRequest } from '../request/measuredRequest.ts';

/** A request with the name of its run, and what it cost in the run's currency where that is known. */
export interface ExportedRequest extends MeasuredRequest {
  readonly run: string;
  readonly cost: number | null;
  /** Its times without the delay of the measuring machine; null = there was none, undefined = not known. */
  readonly undelayed?: UndelayedTimes | null | undefined;
  /** The API counts cached tokens in addition to its input tokens. */
  readonly cacheBeside: boolean;
}

/** Times of day are milliseconds since the epoch. */
export type ExportedValue = string | number | boolean | null;

export interface ResponseColumn {
  /** Includes the unit of its numbers. */
  readonly name: string;
  readonly type: 'text' | 'integer' | 'number' | 'boolean' | 'timestamp';
  readonly description: string;
  readonly value: (request: ExportedRequest) => ExportedValue;
}

/** Columns of exported responses, in order. Unknown values are null. Names are stable. */
export const responseColumns: readonly ResponseColumn[] = [
  text('run', 'Name of the run.', ({ run }) => run),
  text('id', 'Id of the answer: the provider’s, or our own if there is none.', ({ response }) => response.id),
  integer('client', 'Client that sent the request, counted from 0.', ({ trace }) => trace?.client),
  integer('request', 'Number of the request within its client, counted from 0.', ({ trace }) => trace?.index),
  integer(
    'payload',
    'Payload of the request, as the number of its line in payload.jsonl, counted from 0.',
    ({ trace }) => trace?.payload,
  ),
  {
    name: 'request_time',
    type: 'timestamp',
    description: 'Time at which the request was sent, UTC.',
    value: ({ response }) => response.request_time,
  },
  number('sent_at_s', 'Time from the start of the run to sending the request.', ({ trace }) => trace?.sentAt),
  number(
    'ended_at_s',
    'Time from the start of the run to the end of the exchange.',
    ({ trace }) => trace?.endedAt,
  ),
  boolean('failed', 'Whether the request failed.', ({ response }) => response.error !== null),
  boolean('no_token', 'Whether the request succeeded without a single token.', ({ response, trace }) =>
    trace === null ? null : heldNoToken(response, trace),
  ),
  text('reason', 'Category of the failure.', ({ trace }) => trace?.reason),
  text('error', 'Error message, as the provider wrote it.', ({ response }) => response.error),
  number('ttft_s', 'Time to the first visible text.', ({ trace, response }) =>
    trace ? trace.ttft : response.time_to_first_token,
  ),
  number('ttft_any_s', 'Time to the first generated event of any kind.', ({ trace }) => trace?.ttftAny),
  number('ttlt_s', 'Time to the last generated event.', ({ trace, response }) =>
    trace ? trace.ttlt : response.time_to_last_token,
  ),
  number('tpot_s', 'Time per output token after the first.', ({ trace, response }) =>
    trace ? trace.tpot : response.time_per_output_token,
  ),
  number(
    'ttft_client_delay_s',
    'At most this much of ttft_s was added by the measuring machine.',
    clientDelay(({ ttft }) => ttft),
  ),
  number(
    'ttlt_client_delay_s',
    'At most this much of ttlt_s was added by the measuring machine.',
    clientDelay(({ ttlt }) => ttlt),
  ),
  number('dns_s', 'DNS lookup; empty for a reused connection.', ({ trace }) => trace?.dns),
  number('connect_s', 'TCP connect; empty for a reused connection.', ({ trace }) => trace?.connect),
  number('tls_s', 'TLS handshake; empty for a reused connection.', ({ trace }) => trace?.tls),
  number('ttfb_s', 'Time to the first byte of the response headers.', ({ trace }) => trace?.ttfb),
  integer('chunks', 'Number of generated events in the stream.', ({ trace }) => trace?.chunks),
  integer(
    'input_tokens',
    'All tokens of the prompt, including those read from or written to a cache.',
    ({ response, trace, cacheBeside }) => allInputTokens(response, trace, cacheBeside),
  ),
  integer(
    'uncached_input_tokens',
    'Tokens of the prompt that the provider did not read from its cache.',
    ({ response, trace, cacheBeside }) => uncachedInputTokens(response, trace, cacheBeside),
  ),
  integer('output_tokens', 'Tokens of the answer.', ({ response }) => response.num_tokens_output),
  integer(
    'cached_input_tokens',
    'Tokens of the prompt that the provider read from its cache.',
    ({ response, trace }) => cachedInputTokens(response, trace),
  ),
  integer('reasoning_tokens', 'Tokens of the answer spent on reasoning.', ({ response, trace }) =>
    reasoningTokens(response, trace),
  ),
  text(
    'input_tokens_source',
    'Source of the input token count: usage (the provider), tokenizer, or estimate (words).',
    ({ trace }) => trace?.tokenSourceInput,
  ),
  text('output_tokens_source', 'Source of the output token count.', ({ trace }) => trace?.tokenSourceOutput),
  number('cost', 'Cost of the request, in the currency of the run’s prices.', ({ cost }) => cost),
  integer('retries', 'Attempts after the first.', ({ response }) => response.retries),
  integer('http_status', 'HTTP status of the answer.', ({ trace }) => trace?.httpStatus),
  boolean('new_connection', 'Whether the request opened a connection.', ({ trace }) => trace?.newConnection),
  text('stop_reason', 'Why the answer ended, as the provider reports it.', ({ trace }) => trace?.stopReason),
  text(
    'request_id',
    'The provider’s id of the request, to give to its support.',
    ({ trace }) => trace?.requestId,
  ),
  number(
    'time_to_first_content_token_s',
    'The same as ttft_s, under the name that Python LLMeter proposes.',
    ({ trace }) => trace?.ttft,
  ),
  number('llmeter_ttft_s', 'LLMeter’s time_to_first_token.', ({ response }) => response.time_to_first_token),
  number('llmeter_ttlt_s', 'LLMeter’s time_to_last_token.', ({ response }) => response.time_to_last_token),
  number(
    'llmeter_tpot_s',
    'LLMeter’s time_per_output_token.',
    ({ response }) => response.time_per_output_token,
  ),
  text('response_text', 'Text of the answer.', ({ response }) => response.response_text),
];

type Read<T> = (request: ExportedRequest) => T | null | undefined;

function text(name: string, description: string, read: Read<string>): ResponseColumn {
  return { name, type: 'text', description, value: request => read(request) ?? null };
}

function integer(name: string, description: string, read: Read<number>): ResponseColumn {
  return { name, type: 'integer', description, value: request => finite(read(request)) };
}

function number(name: string, description: string, read: Read<number>): ResponseColumn {
  return { name, type: 'number', description, value: request => finite(read(request)) };
}

function boolean(name: string, description: string, read: Read<boolean>): ResponseColumn {
  return { name, type: 'boolean', description, value: request => read(request) ?? null };
}

function clientDelay(read: (times: AnswerTimes) => number | null): Read<number> {
  return ({ trace, undelayed }) => {
    const reported = trace && read(trace);
    if (reported === null || undelayed === undefined) return null;
    const least = undelayed && read(undelayed.least);
    // Differences of sums of gaps are exact only to rounding.
    return least === null ? 0 : Math.round((reported - least) * 1e9) / 1e9;
  };
}

function finite(value: number | null | undefined): number | null {
  return value === null || value === undefined || !Number.isFinite(value) ? null : value;
}
