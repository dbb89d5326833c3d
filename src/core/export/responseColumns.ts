import { cachedInputTokens, reasoningTokens } from '../request/countedKinds.ts';
import { heldNoToken } from '../request/emptyAnswer.ts';
import type { MeasuredRequest } from '../request/measuredRequest.ts';

/** A request with the name of its run, and what it cost in the run's currency where that is known. */
export interface ExportedRequest extends MeasuredRequest {
  readonly run: string;
  readonly cost: number | null;
}

/** Times of day are milliseconds since the epoch. */
export type ExportedValue = string | number | boolean | null;

export interface ResponseColumn {
  /** Carries the unit of its numbers. */
  readonly name: string;
  readonly type: 'text' | 'integer' | 'number' | 'boolean' | 'timestamp';
  readonly description: string;
  readonly value: (request: ExportedRequest) => ExportedValue;
}

/** Columns of exported responses, in order; null where something is not known. Names are stable. */
export const responseColumns: readonly ResponseColumn[] = [
  text('run', 'Name of the run.', ({ run }) => run),
  text('id', 'Id of the answer: the provider’s, else our own.', ({ response }) => response.id),
  integer('client', 'Client that sent it, from 0.', ({ trace }) => trace?.client),
  integer('request', 'Number of the request of that client, from 0.', ({ trace }) => trace?.index),
  integer(
    'payload',
    'Which of the run’s payloads it was, a line of payload.jsonl, from 0.',
    ({ trace }) => trace?.payload,
  ),
  {
    name: 'request_time',
    type: 'timestamp',
    description: 'When it was sent, UTC.',
    value: ({ response }) => response.request_time,
  },
  number('sent_at_s', 'Sent, since the run’s start.', ({ trace }) => trace?.sentAt),
  number('ended_at_s', 'Over on the wire, since the run’s start.', ({ trace }) => trace?.endedAt),
  boolean('failed', 'Whether it failed.', ({ response }) => response.error !== null),
  boolean('no_token', 'Whether it succeeded without a single token.', ({ response, trace }) =>
    trace === null ? null : heldNoToken(response, trace),
  ),
  text('reason', 'Why it failed, as a class of failures.', ({ trace }) => trace?.reason),
  text('error', 'Why it failed, as the provider wrote it.', ({ response }) => response.error),
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
  number('dns_s', 'Name look-up; empty on a used connection.', ({ trace }) => trace?.dns),
  number('connect_s', 'Connecting; empty on a used connection.', ({ trace }) => trace?.connect),
  number('tls_s', 'TLS handshake; empty on a used connection.', ({ trace }) => trace?.tls),
  number('ttfb_s', 'Time to the first byte of the answer.', ({ trace }) => trace?.ttfb),
  integer('chunks', 'Generated events of the stream.', ({ trace }) => trace?.chunks),
  integer('input_tokens', 'Tokens of the prompt.', ({ response }) => response.num_tokens_input),
  integer('output_tokens', 'Tokens of the answer.', ({ response }) => response.num_tokens_output),
  integer('cached_input_tokens', 'Of the prompt’s, those read from a cache.', ({ response, trace }) =>
    cachedInputTokens(response, trace),
  ),
  integer('reasoning_tokens', 'Of the answer’s, those of reasoning.', ({ response, trace }) =>
    reasoningTokens(response, trace),
  ),
  text(
    'input_tokens_source',
    'Who counted: usage (the provider), tokenizer, or estimate (words).',
    ({ trace }) => trace?.tokenSourceInput,
  ),
  text('output_tokens_source', 'The same of the answer.', ({ trace }) => trace?.tokenSourceOutput),
  number('cost', 'What it cost, in the currency of the run’s prices.', ({ cost }) => cost),
  integer('retries', 'Attempts after the first.', ({ response }) => response.retries),
  integer('http_status', 'Status of the answer.', ({ trace }) => trace?.httpStatus),
  boolean('new_connection', 'Whether it opened a connection.', ({ trace }) => trace?.newConnection),
  text('stop_reason', 'Why the answer ended, as the provider says.', ({ trace }) => trace?.stopReason),
  text('request_id', 'The provider’s id of the request, for its support.', ({ trace }) => trace?.requestId),
  number('llmeter_ttft_s', 'LLMeter’s time_to_first_token.', ({ response }) => response.time_to_first_token),
  number('llmeter_ttlt_s', 'LLMeter’s time_to_last_token.', ({ response }) => response.time_to_last_token),
  number(
    'llmeter_tpot_s',
    'LLMeter’s time_per_output_token.',
    ({ response }) => response.time_per_output_token,
  ),
  text('response_text', 'The answer.', ({ response }) => response.response_text),
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

function finite(value: number | null | undefined): number | null {
  return value === null || value === undefined || !Number.isFinite(value) ? null : value;
}
