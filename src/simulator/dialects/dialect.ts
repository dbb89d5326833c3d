import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { Payload } from '../http/chunkEncoder.ts';
import type { HttpRequest } from '../http/requestParser.ts';
import type { Header, WholeResponse } from '../http/response.ts';
import type { RefusalKind } from '../scenario/faults.ts';
import type { Chunk, Generation, Limits } from '../scenario/generation.ts';
import type { PromptPiece } from '../scenario/prefixCache.ts';

/** What an address of a dialect does. */
export type Operation = 'generate' | 'models';

/** A request for a response, with what all dialects have in common. */
export interface ModelRequest extends Limits {
  readonly model: string;
  readonly stream: boolean;
  readonly prompt: readonly PromptPiece[];
  /** What a prompt cache keeps of the prompt: all of it, or only what the request marks. */
  readonly caching: 'automatic' | 'marked';
  /** The body of the request, for options that only this dialect knows. */
  readonly body: JsonObject;
}

/** An event before, between or after those of the text. */
export interface FixedEvent {
  readonly payload: Payload;
  /** Milliseconds after the last request byte was read. */
  readonly at: number;
}

/** The event of a chunk of the response, sent at the chunk's own time. */
export interface ChunkEvent {
  readonly chunk: Chunk;
}

/**
 * A streamed response. Chunks are encoded only when they are sent: with a thousand streams waiting, fifty encoded
 * events for each would not fit into the processor's caches, which would double the cost of a write.
 */
export interface StreamedAnswer {
  /** In the order of time. */
  readonly events: readonly (FixedEvent | ChunkEvent)[];
  /** `index` is the index of the event in `events`. */
  readonly encode: (chunk: Chunk, index: number) => Payload;
}

/** Why a request is refused; without a message the dialect uses its own for the kind. */
export interface RefusalReason {
  readonly kind: RefusalKind;
  readonly message?: string;
  /** Name of the offending field. */
  readonly field?: string;
  /** Whether the field is missing rather than wrong. */
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
 * One wire format. A dialect determines the bytes of a response. When they are sent, how they are split and what
 * goes wrong on the way is decided elsewhere, in the same way for all dialects.
 */
export interface Dialect {
  readonly name: string;
  /** The operation at an address, or null where this dialect does not serve it. The path has no scenario. */
  match(path: string, headers: HttpRequest['headers']): Operation | null;
  /** The method of each operation; any other gets 405. */
  readonly methods: Readonly<Record<Operation, 'GET' | 'POST'>>;
  /** The API key in a request's headers, or null. */
  key(headers: HttpRequest['headers']): string | null;
  /** Reads a request for a response. Throws Refusal. */
  read(request: HttpRequest, path: string): ModelRequest;
  /** The ID of the response that the client will see. */
  answerId(generation: Generation): string;
  streamHeaders(generation: Generation): readonly Header[];
  stream(asked: ModelRequest, generation: Generation): StreamedAnswer;
  /** The same response in one body. */
  whole(asked: ModelRequest, generation: Generation): WholeResponse;
  /** The list of models. */
  models(path: string): WholeResponse;
  refuse(reason: RefusalReason, model: string, entropy: string): WholeResponse;
  /** The event with which this API reports a failure inside a stream. */
  errorEvent(generation: Generation): Payload;
  /** An event with truncated JSON. */
  malformedEvent(generation: Generation): Payload;
}

/**
 * The same text in one piece of memory. JavaScript engines keep a concatenated string as a tree of its parts and
 * walk it at every use, which is too slow for what goes into every event of a stream.
 */
export function flat(text: string): string {
  return Buffer.from(text).toString();
}
