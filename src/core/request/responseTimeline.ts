import { contradicts, credibleUsage, laterUsage } from './credibleUsage.ts';
import { type PaceDoubt, paceDoubt } from './pace.ts';
import type { ProviderError, Usage, WireEvent } from './wireEvents.ts';

type Generated = Extract<
  WireEvent,
  { type: 'text' | 'reasoning' | 'toolCall' | 'refusal' | 'media' | 'token' }
>;

/**
 * Folds the events of one exchange, in order, into the values of LLMeter's response and of our trace. Pure
 * and synchronous; the same for every provider and for recorded transcripts. `at` of an event and `sentAt`
 * are the clock's milliseconds; all results are seconds from `sentAt`.
 */
export class ResponseTimeline {
  text: string | null = null;
  id: string | null = null;
  stopReason: string | null = null;
  error: ProviderError | null = null;
  ended = false;
  /** Gaps between successive generated events, seconds. */
  readonly gaps: number[] = [];
  chunks = 0;
  /** Only text was generated, so counting the tokens of the text counts everything. */
  onlyText = true;
  /** The token count covers more answers than the one that was read. */
  otherChoices = false;
  #reported: Usage = {};
  /** Of the generated events; null where the text of an event is not known. */
  readonly #texts: (string | null)[] = [];
  #media = false;
  readonly #sentAt: number;
  readonly #visibleTokensOnly: boolean;
  #firstText: number | null = null;
  #lastCounted: number | null = null;
  #firstAny: number | null = null;
  #lastAny: number | null = null;
  #firstCounted: number | null = null;
  #wholeBodyAt: number | null = null;
  #reasoningSeen = false;
  #reasoningHinted = false;

  /** `visibleTokensOnly`: LLMeter's option of that name; if false, reasoning counts for its TTFT. */
  constructor(sentAt: number, visibleTokensOnly: boolean) {
    this.#sentAt = sentAt;
    this.#visibleTokensOnly = visibleTokensOnly;
  }

  add(event: WireEvent): void {
    switch (event.type) {
      case 'text':
        this.#addText(event.text, event.at);
        return;
      case 'reasoning':
        if (event.text === '') return;
        if (event.text === null) this.#reasoningHinted = true;
        else this.#reasoningSeen = true;
        this.onlyText = false;
        if (!this.#visibleTokensOnly) this.#firstCounted ??= event.at;
        this.#generated(event.at, event.text);
        return;
      case 'toolCall':
      case 'refusal':
      case 'media':
        this.onlyText = false;
        this.#media ||= event.type === 'media';
        this.#generated(event.at, null);
        return;
      case 'token':
        this.onlyText = false;
        this.#firstCounted ??= event.at;
        this.#generated(event.at, null);
        return;
      default:
        this.#addFact(event);
    }
  }

  #addText(text: string, at: number): void {
    this.text = this.text === null ? text : this.text + text;
    if (text === '') return;
    this.#firstText ??= at;
    this.#firstCounted ??= at;
    this.#lastCounted = at;
    this.#generated(at, text);
  }

  /** What is said about the answer, not generated. */
  #addFact(event: Exclude<WireEvent, Generated>): void {
    switch (event.type) {
      case 'otherChoice':
        this.otherChoices = true;
        return;
      case 'reasoningProof':
        this.#reasoningHinted = true;
        this.onlyText = false;
        if (!this.#visibleTokensOnly) this.#firstCounted ??= event.at;
        return;
      case 'blockEnd':
        this.#lastCounted = event.at;
        return;
      case 'usage': {
        const { type: _, at: __, ...usage } = event;
        this.#reported = laterUsage(this.#reported, usage);
        return;
      }
      case 'id':
        this.id ??= event.id;
        return;
      case 'stop':
        this.stopReason = event.reason;
        return;
      case 'error':
        this.error ??= event.error;
        return;
      case 'end':
        this.ended = true;
        // Nothing of a refused request was generated (llmeter-format 2), unlike an answer that failed halfway.
        if (event.wholeBody && (this.error === null || this.chunks > 0)) this.#wholeBodyAt = event.at;
        return;
      default:
        event satisfies never;
    }
  }

  /** LLMeter's TTFT; null for an answer in one body. */
  get llmeterTtft(): number | null {
    return this.#streamed(this.#firstCounted);
  }

  /** LLMeter's TTLT: the last visible text or end of a block, or the arrival of an answer in one body. */
  get llmeterTtlt(): number | null {
    return this.#seconds(this.#wholeBodyAt ?? this.#lastCounted);
  }

  get ttft(): number | null {
    return this.#streamed(this.#firstText);
  }

  get ttftAny(): number | null {
    return this.#streamed(this.#firstAny);
  }

  /** null if nothing was generated, even if a body came. */
  get ttlt(): number | null {
    return this.#lastAny === null ? null : this.#seconds(this.#wholeBodyAt ?? this.#lastAny);
  }

  /** What the provider counted, without counts that cannot be true. */
  get usage(): Usage {
    return credibleUsage(this.#reported, this.chunks > 0);
  }

  /** Counts of the provider contradict the answer. */
  get contradictoryUsage(): boolean {
    return contradicts(this.#reported, this.usage);
  }

  /** The output tokens include reasoning that was never sent. */
  get hiddenReasoning(): boolean {
    const { reasoningTokens, ownReasoningTokens } = this.usage;
    const happened = this.#reasoningHinted || (reasoningTokens ?? ownReasoningTokens ?? 0) > 0;
    return happened && !this.#reasoningSeen;
  }

  /** (ttlt - ttft_any) / (output tokens - 1); null if the stream does not determine it. */
  tpot(outputTokens: number | null): number | null {
    const { ttftAny, ttlt } = this;
    if (ttftAny === null || ttlt === null || outputTokens === null || outputTokens < 2) return null;
    if (this.hiddenReasoning || this.chunks < 2 || this.paceDoubt(outputTokens) !== null) return null;
    return (ttlt - ttftAny) / (outputTokens - 1);
  }

  /** Why a streamed answer of several events has no time per output token; null = it has one. */
  paceDoubt(outputTokens: number | null): PaceDoubt | null {
    if (this.#wholeBodyAt !== null || this.chunks < 2 || this.hiddenReasoning) return null;
    const stream = {
      gaps: this.gaps,
      otherChoices: this.otherChoices,
      media: this.#media,
      texts: this.#texts,
    };
    return paceDoubt(stream, outputTokens ?? this.chunks);
  }

  #generated(at: number, text: string | null): void {
    this.#texts.push(text);
    if (this.#lastAny !== null) this.gaps.push((at - this.#lastAny) / 1000);
    this.#firstAny ??= at;
    this.#lastAny = at;
    this.chunks += 1;
  }

  #streamed(at: number | null): number | null {
    return this.#wholeBodyAt === null ? this.#seconds(at) : null;
  }

  #seconds(at: number | null): number | null {
    return at === null ? null : (at - this.#sentAt) / 1000;
  }
}
