import { randomUUID } from 'node:crypto';
import { messageOf } from '../../core/base/errors.ts';
import { askedCounts, fillMissingTokens, timePerOutputToken } from '../../core/request/missingTokens.ts';
import { toResponse, toTrace } from '../../core/request/record.ts';
import { emptyResponse, type InvocationResponse } from '../../core/request/response.ts';
import { ResponseTimeline } from '../../core/request/responseTimeline.ts';
import type { ResponseTrace } from '../../core/request/trace.ts';
import { withTokenCounts } from '../../core/request/unmeasured.ts';
import { type AsyncTokenCounter, type Tokenizer, whitespaceTokenizer } from '../../core/tokens/tokenizer.ts';
import type { Outcome } from './clientLoop.ts';

export interface RequestRecords {
  response: InvocationResponse;
  /** null for a request that could not be sent. */
  trace: ResponseTrace | null;
}

export interface RecordOptions {
  visibleTokensOnly: boolean;
  /** The clock's milliseconds that all offsets of the run count from. */
  runStart: number;
  /** Takes secrets out of a text. */
  redact: (text: string) => string;
  /** Counts tokens that the provider does not report; default: counts words. */
  tokenizer?: Tokenizer;
}

/** Calls `process` when the answer is decompressed; at once for nearly all, which are not compressed. */
export function unpackedFirst(process: (outcome: Outcome) => void | Promise<void>): typeof process {
  return outcome => {
    const unpacking = outcome.exchange?.unpack?.() ?? null;
    return unpacking === null ? process(outcome) : unpacking.then(() => process(outcome));
  };
}

/** Reads an outcome into its two records. Parses the whole answer, so call it only off the measured path. */
export function recordsOf(outcome: Outcome, options: RecordOptions): RequestRecords {
  return counted(readRecords(outcome, options), options.tokenizer ?? whitespaceTokenizer);
}

/** The same with token counts that have to be requested asynchronously. */
export async function askedRecordsOf(
  outcome: Outcome,
  options: RecordOptions,
  asked: AsyncTokenCounter,
): Promise<RequestRecords> {
  const records = readRecords(outcome, options);
  return counted(records, await askedCounts(records.response, asked));
}

/** Records whose tokens may still have to be counted. */
interface ReadRecords extends RequestRecords {
  /** What is known of the answer's pace for a token count of its text; null if more than text was generated. */
  textPace(tokens: number | null): Pick<ResponseTrace, 'tpot' | 'noTpot'>;
}

function readRecords(outcome: Outcome, options: RecordOptions): ReadRecords {
  const { exchange, request } = outcome;
  const defaultId = randomUUID().replaceAll('-', '');
  if (exchange === null || request === null) {
    const response = emptyResponse();
    response.id = defaultId;
    response.error = options.redact(outcome.refusal);
    return { response, trace: null, textPace: () => ({ tpot: null }) };
  }
  const { wire } = exchange;
  const timeline = new ResponseTimeline(wire.sentAt, options.visibleTokensOnly);
  try {
    exchange.read(event => timeline.add(event));
  } catch (error) {
    // One unreadable answer must not end the run, whatever error the adapter throws.
    const message = `The answer could not be read: ${messageOf(error)}`;
    const { status, requestId, endedAt: at } = wire;
    timeline.add({
      type: 'error',
      at,
      error: { message, reason: 'protocol', status, requestId, retryAfter: null },
    });
  }
  const cancelled = timeline.error?.reason === 'cancelled';
  const facts = {
    phase: cancelled ? ('cancelled' as const) : outcome.phase,
    client: outcome.client,
    index: outcome.index,
    payloadIndex: outcome.payload,
    requestTime: outcome.requestTime,
    intendedAt: wire.sentAt,
    wire,
    payload: request.prepared,
    inputText: request.inputText,
    defaultId,
  };
  const response = toResponse(timeline, facts);
  if (response.error !== null) response.error = options.redact(response.error);
  const trace = toTrace(timeline, facts, options.runStart, response.id ?? defaultId);
  if (trace.requestId !== null) trace.requestId = options.redact(trace.requestId);
  return {
    response,
    trace,
    textPace: tokens => {
      if (!timeline.onlyText) return { tpot: null };
      const noTpot = timeline.paceDoubt(tokens);
      return { tpot: timeline.tpot(tokens), ...(noTpot !== null && { noTpot }) };
    },
  };
}

function counted({ response, trace, textPace }: ReadRecords, tokenizer: Tokenizer): RequestRecords {
  // A request that could not be sent has no text to count and no times.
  if (trace === null) return { response, trace };
  const sources = fillMissingTokens(response, tokenizer);
  trace.tokenSourceInput = sources.input;
  trace.tokenSourceOutput = sources.output;
  if (sources.output === 'tokenizer') Object.assign(trace, textPace(response.num_tokens_output));
  response.time_per_output_token = timePerOutputToken(response);
  return { response, trace: trace.phase === 'measure' ? trace : withTokenCounts(trace, response) };
}
