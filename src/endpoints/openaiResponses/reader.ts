import type { ProviderError } from '../../core/request/wireEvents.ts';
import type { Emit } from '../http/httpDialect.ts';
import { asText, at } from '../http/jsonAccess.ts';
import type { SseEvent, SseReader } from '../transport/sse.ts';
import { failureOf, readOutcome } from './body.ts';

/**
 * Reads a stream of Responses events (llmeter-format 1.4). Unlike in LLMeter, an answer that reached
 * its token limit is complete, with its usage. A refusal counts as generated, but is not text: it becomes the
 * stop reason.
 */
export class ResponsesStreamReader implements SseReader {
  readonly #emit: Emit;
  #complete = false;
  #refused = false;
  #error: ProviderError | null = null;

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  /** Some servers end this stream like chat completions. It says nothing about the response. */
  done(): void {}

  get finished(): boolean {
    return this.#complete;
  }

  get over(): boolean {
    return this.#complete;
  }

  event({ event, data, at: stamp }: SseEvent): void {
    if (this.#complete) return;
    const body: unknown = JSON.parse(data);
    const type = event === 'error' ? 'error' : (asText(at(body, 'type')) ?? event ?? '');
    const delta = asText(at(body, 'delta')) ?? '';
    switch (type) {
      case 'response.created':
        this.#id(body, stamp);
        return;
      case 'response.output_text.delta':
        this.#emit({ type: 'text', at: stamp, text: delta });
        return;
      case 'response.refusal.delta':
        this.#refused = true;
        this.#emit({ type: 'refusal', at: stamp });
        return;
      case 'response.reasoning_text.delta':
        this.#emit({ type: 'reasoning', at: stamp, text: delta });
        return;
      case 'response.reasoning_summary_text.delta':
        // Shows that reasoning happens, but its tokens are not the ones that are counted.
        this.#emit({ type: 'reasoning', at: stamp, text: null });
        return;
      case 'response.function_call_arguments.delta':
      case 'response.custom_tool_call_input.delta':
      case 'response.mcp_call_arguments.delta':
      case 'response.code_interpreter_call_code.delta':
        this.#emit({ type: 'toolCall', at: stamp });
        return;
      case 'response.completed':
      case 'response.incomplete':
        this.#complete = true;
        this.#id(body, stamp);
        readOutcome(at(body, 'response'), this.#refused, stamp, this.#emit);
        return;
      case 'response.failed':
        this.#failed(at(body, 'response'), stamp);
        return;
      case 'error':
        // If the server gets that far, a failed response follows and describes it better.
        this.#error ??= failureOf(at(body, 'error') ?? body);
        return;
      default:
    }
  }

  end(stamp: number): void {
    if (this.#complete) return;
    const message = 'The stream ended without response.completed.';
    const interrupted = { ...failureOf(null), reason: 'interrupted' as const, message };
    this.#emit({ type: 'error', at: stamp, error: this.#error ?? interrupted });
  }

  /** The connection broke at `stamp`. If the API reported an error before, that is the better reason. */
  brokenOff(stamp: number): void {
    if (!this.#complete && this.#error) this.#emit({ type: 'error', at: stamp, error: this.#error });
  }

  #id(body: unknown, stamp: number): void {
    const id = asText(at(body, 'response', 'id'));
    if (id) this.#emit({ type: 'id', at: stamp, id });
  }

  #failed(response: unknown, stamp: number): void {
    this.#complete = true;
    readOutcome(response, this.#refused, stamp, this.#emit);
    // LLMeter's TTLT is the time of the failure.
    this.#emit({ type: 'blockEnd', at: stamp });
    const error = at(response, 'error') ?? null;
    const failure = error === null && this.#error ? this.#error : failureOf(error);
    this.#emit({ type: 'error', at: stamp, error: failure });
  }
}
