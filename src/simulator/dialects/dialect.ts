import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { Payload } from '../http/chunkEncoder.ts';
import type { HttpRequest } from '../http/requestParser.ts';
import type { Header, WholeResponse } from '../http/response.ts';
import type { RefusalKind } from '../scenario/faults.ts';
import type { Chunk, Generation, Limits } from '../scenario/generation.ts';
import type { PromptPiece } from '../scenario/prefixCache.ts';

/** What an address of a dialect is for. */
export type Operation = 'generate' | 'models';

/** A request for an answer, as far as every dialect has it. */
export interface ModelRequest extends Limits {
  readonly model: string;
  readonly stream: boolean;
  readonly prompt: readonly PromptPiece[];
  /** What a prompt cache keeps of the prompt: all of it, or what the request marks. */
  readonly caching: 'automatic' | 'marked';
  /** The request's own body, for options only this dialect knows. */
  readonly body: JsonObject;
}

/** An event around the answer's own. */
export interface FixedEvent {
  readonly payload: Payload;
  /** Milliseconds after the last request byte was read. */
  readonly at: number;
}

/** The event that brings a piece of the answer, at the piece's own time. */
export interface ChunkEvent {
  readonly chunk: Chunk;
}

/**
 * A streamed answer. Pieces are encoded only when they leave: with a thousand streams waiting, fifty
 * encoded events each would not fit the processor's caches, and that doubles the cost of a write.
 */
export interface StreamedAnswer {
  /** In order of time. */
  readonly events: readonly (FixedEvent | ChunkEvent)[];
  /** `index` is the event's place in `events`. */
  readonly encode: (chunk: Chunk, index: number) => Payload;
}

/** Why a request is refused; without a message the dialect takes its own for the kind. */
export interface RefusalReason {
  readonly kind: RefusalKind;
  readonly message?: string;
  /** Name of the offending field. */
  readonly field?: string;
  /** Whether the field is wrong or not there at all. */
  readonly missing?: boolean;
}

/** Thrown by `read` for a request the API would refuse. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason) {
    super(reason.message ?? reason.kind);
    this.reason = reason;
  }
}

/**
 * One wire format. A dialect says what bytes an answer is; when they leave, how they are cut and
 * what goes wrong on the way is decided elsewhere, alike for all of them.
 */
export interface Dialect {
  readonly name: string;
  /** Names one operation, or null where the address is not of this dialect. The scenario is off the path. */
  match(path: string, headers: HttpRequest['headers']): Operation | null;
  /** Methods other than this one get 405. */
  readonly methods: Readonly<Record<Operation, 'GET' | 'POST'>>;
  /** The key as this API sends it, or null. */
  key(headers: HttpRequest['headers']): string | null;
  /** Reads a request for an answer. Throws Refusal. */
  read(request: HttpRequest, path: string): ModelRequest;
  /** The id of the answer that the client will see. */
  answerId(generation: Generation): string;
  streamHeaders(generation: Generation): readonly Header[];
  stream(asked: ModelRequest, generation: Generation): StreamedAnswer;
  /** The same answer in one body. */
  whole(asked: ModelRequest, generation: Generation): WholeResponse;
  /** Answers a question for models. */
  models(path: string): WholeResponse;
  refuse(reason: RefusalReason, model: string, entropy: string): WholeResponse;
  /** The event by which this API reports a failure inside a stream. */
  errorEvent(generation: Generation): Payload;
  /** An event that breaks off inside its JSON. */
  malformedEvent(generation: Generation): Payload;
}

/**
 * The same text in one piece of memory. The engine keeps a joined text as a tree of its pieces and
 * walks it at every use; what goes into every event of a stream is better flat.
 */
export function flat(text: string): string {
  return Buffer.from(text).toString();
}
