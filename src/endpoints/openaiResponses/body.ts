import type { ErrorReason } from '../../core/base/errors.ts';
import type { ProviderError, Usage } from '../../core/request/wireEvents.ts';
import { errorWords } from '../http/errorWords.ts';
import type { Emit } from '../http/httpDialect.ts';
import { reasonOfStatus } from '../http/httpStatus.ts';
import { asCount, asText, at, defined, listOf } from '../http/jsonAccess.ts';
import { errorIn } from '../http/serverError.ts';

/** Error codes of the API that name a reason better than the status of the 200 they came in. */
const reasonOfCode: Readonly<Record<string, ErrorReason>> = {
  server_error: 'server',
  rate_limit_exceeded: 'rateLimit',
  too_many_requests: 'rateLimit',
  server_is_overloaded: 'overloaded',
  slow_down: 'overloaded',
  context_length_exceeded: 'badRequest',
  invalid_prompt: 'badRequest',
};

/** `error` of a response or of an event, in LLMeter's words (llmeter-format 1.4): `<code>: <message>`. */
export function failureOf(error: unknown): ProviderError {
  const code = at(error, 'code');
  const status = typeof code === 'number' && code >= 400 && code < 600 ? code : null;
  const message = errorWords(error);
  const name = asText(code) || null;
  return {
    message: message ? (name ? `${name}: ${message}` : message) : withoutMessage(error),
    reason: (name && reasonOfCode[name]) || (status === null ? 'provider' : reasonOfStatus(status)),
    status,
    requestId: null,
    retryAfter: null,
  };
}

function withoutMessage(error: unknown): string {
  return error === undefined || error === null ? 'Response API request failed' : JSON.stringify(error);
}

/** Why a response object is no answer: its error, or a status by which the server gave up; null if it is one. */
export function failureIn(response: unknown): ProviderError | null {
  const error = errorIn(response);
  const status = asText(at(response, 'status'));
  if (status === 'cancelled') return { ...failureOf(null), message: 'The server cancelled the answer.' };
  return error !== null || status === 'failed' ? failureOf(error) : null;
}

/** What the response object says about its end: the token usage, and why it stopped. */
export function readOutcome(response: unknown, refused: boolean, stamp: number, emit: Emit): void {
  const incomplete = asText(at(response, 'incomplete_details', 'reason'));
  const reason = incomplete ?? (refused ? 'refusal' : asText(at(response, 'status')));
  if (reason) emit({ type: 'stop', at: stamp, reason });
  const usage = at(response, 'usage');
  if (usage !== undefined && usage !== null) emit({ type: 'usage', at: stamp, ...readUsage(usage) });
}

/** Input tokens include cached ones; output tokens include reasoning. */
function readUsage(usage: unknown): Usage {
  return defined({
    inputTokens: asCount(at(usage, 'input_tokens')),
    outputTokens: asCount(at(usage, 'output_tokens')),
    cachedInputTokens: asCount(at(usage, 'input_tokens_details', 'cached_tokens')),
    cacheWriteTokens: asCount(at(usage, 'input_tokens_details', 'cache_write_tokens')),
    reasoningTokens: asCount(at(usage, 'output_tokens_details', 'reasoning_tokens')),
  });
}

/**
 * Reads a whole response object: the texts of its messages joined, as in the SDK's `output_text`. A
 * refusal is not text, but a stop reason.
 */
export function readResponseBody(body: unknown, stamp: number, emit: Emit): void {
  const failure = failureIn(body);
  if (failure !== null) {
    emit({ type: 'error', at: stamp, error: failure });
    return;
  }
  if (at(body, 'output') === undefined) throw new Error('there is no output');
  const id = asText(at(body, 'id'));
  if (id) emit({ type: 'id', at: stamp, id });
  emit({ type: 'text', at: stamp, text: outputText(body) });
  if (outputText(body) === '') emitBesideText(body, stamp, emit);
  readOutcome(body, refuses(body), stamp, emit);
}

/**
 * What was generated, of a response object that arrived without deltas: from a server that only pretends to
 * stream. Returns whether the model declined.
 */
export function readOutput(response: unknown, stamp: number, emit: Emit): boolean {
  const text = outputText(response);
  if (text === '') emitBesideText(response, stamp, emit);
  else emit({ type: 'text', at: stamp, text });
  return refuses(response);
}

function contentParts(response: unknown): unknown[] {
  return listOf(at(response, 'output')).flatMap(item => listOf(at(item, 'content')));
}

function outputText(response: unknown): string {
  const texts = contentParts(response).map(part =>
    at(part, 'type') === 'output_text' ? (asText(at(part, 'text')) ?? '') : '',
  );
  return texts.join('');
}

function refuses(response: unknown): boolean {
  return contentParts(response).some(part => at(part, 'type') === 'refusal');
}

/** What a response object without text holds instead. */
function emitBesideText(response: unknown, stamp: number, emit: Emit): void {
  const types = listOf(at(response, 'output')).map(item => asText(at(item, 'type')) ?? '');
  if (types.includes('image_generation_call')) emit({ type: 'media', at: stamp });
  else if (types.some(type => type.endsWith('_call'))) emit({ type: 'toolCall', at: stamp });
  else if (refuses(response)) emit({ type: 'refusal', at: stamp });
  else if (types.includes('reasoning')) emit({ type: 'reasoning', at: stamp, text: null });
}
