import type { ProviderError, WireEvent } from '../../core/request/wireEvents.ts';
import { eventJson } from '../http/eventJson.ts';
import type { Emit } from '../http/httpDialect.ts';
import { asText, at } from '../http/jsonAccess.ts';
import { errorIn } from '../http/serverError.ts';
import type { SseEvent, SseReader } from '../transport/sse.ts';
import { sseEnd } from '../transport/streamEnd.ts';
import { failureIn, failureOf, readOutcome, readOutput } from './body.ts';

/** The rules of Responses for the end of a stream. After an error, a failed response may follow. */
export const responsesEnd = sseEnd(
  /"type" *: *"response\.(completed|failed|incomplete)"|^event: *response\.(completed|failed|incomplete)\r?$/m,
  [/^event: *error|^data: *\[DONE\]|"type" *: *"error"/m],
);

/**
 * Reads a stream of Responses events (llmeter-format 1.4). Unlike in LLMeter, an answer that reached
 * its token limit is complete, with its usage. A refusal counts as generated, but is not text: it becomes the
 * stop reason.
 */
export class ResponsesStreamReader implements SseReader {
  readonly #emit: Emit;
  #complete = false;
  #refused = false;
  #generated = false;
  /** The text part that is being streamed has had a delta. */
  #partBegun = false;
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
    const body = eventJson(data, event);
    const type = event === 'error' ? 'error' : (asText(at(body, 'type')) ?? event ?? '');
    if (this.#generatedBy(type, body, stamp)) return;
    switch (type) {
      case 'response.created':
        this.#id(body, stamp);
        return;
      case 'response.completed':
      case 'response.incomplete':
        if (failureIn(at(body, 'response')) !== null) {
          this.#failed(at(body, 'response'), stamp);
          return;
        }
        this.#complete = true;
        this.#id(body, stamp);
        if (!this.#generated) this.#refused = readOutput(at(body, 'response'), stamp, this.#emit);
        readOutcome(at(body, 'response'), this.#refused, stamp, this.#emit);
        return;
      case 'response.failed':
        this.#failed(at(body, 'response'), stamp);
        return;
      case 'response.cancelled':
        this.#error ??= { ...failureOf(null), message: 'The server cancelled the answer.' };
        return;
      case 'error':
        // If the server gets that far, a failed response follows and describes it better.
        this.#error ??= failureOf(at(body, 'error') ?? body);
        return;
      default: {
        const error = type.startsWith('response.') ? null : errorIn(body);
        if (error !== null) this.#error ??= failureOf(error);
      }
    }
  }

  /** Emits what an event generated. Returns whether it is an event that generates something. */
  #generatedBy(type: string, body: unknown, stamp: number): boolean {
    const delta = asText(at(body, 'delta')) ?? '';
    switch (type) {
      case 'response.output_text.delta':
        this.#partBegun = true;
        return this.#generate({ type: 'text', at: stamp, text: delta });
      case 'response.output_text.done':
        return this.#textPart(asText(at(body, 'text')) ?? '', stamp);
      case 'response.refusal.delta':
        this.#refused = true;
        return this.#generate({ type: 'refusal', at: stamp });
      case 'response.reasoning_text.delta':
        return this.#generate({ type: 'reasoning', at: stamp, text: delta });
      case 'response.reasoning_summary_text.delta':
        // Shows that reasoning happens, but its tokens are not the ones that are counted.
        return this.#generate({ type: 'reasoning', at: stamp, text: null });
      case 'response.function_call_arguments.delta':
      case 'response.custom_tool_call_input.delta':
      case 'response.mcp_call_arguments.delta':
      case 'response.code_interpreter_call_code.delta':
        return this.#generate({ type: 'toolCall', at: stamp });
      case 'response.audio.delta':
      case 'response.audio.transcript.delta':
      case 'response.image_generation_call.partial_image':
        return this.#generate({ type: 'media', at: stamp });
      default:
        return false;
    }
  }

  /** The whole text of a part, which some servers send instead of its deltas. */
  #textPart(text: string, stamp: number): boolean {
    const repeated = this.#partBegun || text === '';
    this.#partBegun = false;
    return repeated || this.#generate({ type: 'text', at: stamp, text });
  }

  #generate(event: WireEvent): true {
    if (event.type !== 'text' || event.text !== '') this.#generated = true;
    this.#emit(event);
    return true;
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
    const failure = error === null && this.#error ? this.#error : (failureIn(response) ?? failureOf(error));
    this.#emit({ type: 'error', at: stamp, error: failure });
  }
}
