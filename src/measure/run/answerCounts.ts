import { arrivalOf } from '../../core/request/arrival.ts';
import { countsUnseenTokens, heldNoToken } from '../../core/request/emptyAnswer.ts';
import type { InvocationResponse } from '../../core/request/response.ts';
import { isWithheld } from '../../core/request/stopReasons.ts';
import type { ResponseTrace } from '../../core/request/trace.ts';

/** What was found out about the successful answers of a run, as numbers of answers. */
export interface AnswerCounts {
  /** In which something was generated. */
  answers: number;
  /** In which nothing was generated, and those of them that report output tokens. */
  empty: number;
  unseenTokens: number;
  /** That ended with a refusal of the model or a content filter. */
  withheld: number;
  /** With reasoning, tool calls or media, but without text. */
  withoutText: number;
  /** That came in one body. */
  unstreamed: number;
  /** That arrived at once, or began with many events in one read. */
  buffered: number;
  /** In which most events arrived together with others. */
  merged: number;
  /** Without TPOT because much of the answer came with its first event. */
  largeFirstEvent: number;
  /** Without TPOT because more tokens are counted than were sent. */
  hiddenTokens: number;
  /** With several choices, of which one was read. */
  severalChoices: number;
  /** Whose token counts could not be true. */
  contradictoryUsage: number;
  /** Whose tokens were estimated because the provider reported none. */
  estimatedTokens: number;
}

/** From this number of tokens on, an answer in a single event was not streamed token by token. */
const severalTokens = 4;

export class AnswerCounter {
  readonly counts: AnswerCounts = {
    answers: 0,
    empty: 0,
    unseenTokens: 0,
    withheld: 0,
    withoutText: 0,
    unstreamed: 0,
    buffered: 0,
    merged: 0,
    largeFirstEvent: 0,
    hiddenTokens: 0,
    severalChoices: 0,
    contradictoryUsage: 0,
    estimatedTokens: 0,
  };

  /** `gaps`: the likely ones where this process held up the answer, which says nothing about the server. */
  add(response: InvocationResponse, trace: ResponseTrace, gaps?: readonly number[]): void {
    if (response.error !== null) return;
    const { counts } = this;
    if (isWithheld(trace.stopReason)) counts.withheld += 1;
    if (trace.contradictoryUsage) counts.contradictoryUsage += 1;
    else if (trace.tokenSourceOutput === 'estimate') counts.estimatedTokens += 1;
    if (heldNoToken(response, trace)) {
      counts.empty += 1;
      if (countsUnseenTokens(response, trace)) counts.unseenTokens += 1;
      return;
    }
    counts.answers += 1;
    if (trace.ttftAny === null) counts.unstreamed += 1;
    else this.#addStreamed(response, trace, gaps);
  }

  #addStreamed(
    response: InvocationResponse,
    trace: ResponseTrace,
    gaps: readonly number[] = trace.gaps,
  ): void {
    const { counts } = this;
    const arrival = isOneEvent(response, trace) ? 'buffered' : arrivalOf(gaps);
    if (arrival !== 'stream') counts[arrival] += 1;
    if (trace.ttft === null) counts.withoutText += 1;
    // If this process held the answer up, its first events say nothing about the server.
    if (trace.noTpot === 'firstEvent' && gaps === trace.gaps) counts.largeFirstEvent += 1;
    if (trace.noTpot === 'unseenTokens') counts.hiddenTokens += 1;
    if (trace.noTpot === 'choices') counts.severalChoices += 1;
  }
}

/** The whole text came in one event, as from a gateway that only pretends to stream. */
function isOneEvent({ num_tokens_output }: InvocationResponse, trace: ResponseTrace): boolean {
  if (trace.chunks !== 1 || trace.ttft === null || trace.hiddenReasoning) return false;
  return trace.tokenSourceOutput !== 'estimate' && (num_tokens_output ?? 0) >= severalTokens;
}
