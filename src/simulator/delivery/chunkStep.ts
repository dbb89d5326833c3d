import type { StreamedAnswer } from '../dialects/dialect.ts';
import type { ChunkEncoder } from '../http/chunkEncoder.ts';
import type { Chunk } from '../scenario/generation.ts';
import type { WriteStep } from './script.ts';

/** Encodes all chunks of a stream. */
export interface ChunkSource {
  readonly encode: StreamedAnswer['encode'];
  readonly encoder: ChunkEncoder;
}

/** A chunk that is also the write that sends it; its bytes are encoded only when the write is due. */
export class ChunkStep implements WriteStep, Chunk {
  readonly at: number;
  readonly kind: Chunk['kind'];
  readonly text: string;
  readonly tokens: number;
  /** The index of the event in its stream. */
  readonly index: number;
  readonly source: ChunkSource;

  constructor({ at, kind, text, tokens }: Chunk, index: number, source: ChunkSource) {
    this.at = at;
    this.kind = kind;
    this.text = text;
    this.tokens = tokens;
    this.index = index;
    this.source = source;
  }

  get textTokens(): number {
    return this.kind === 'text' ? this.tokens : 0;
  }

  get reasoningTokens(): number {
    return this.kind === 'reasoning' ? this.tokens : 0;
  }

  bytes(): Buffer {
    const { encode, encoder } = this.source;
    return encoder.encode(encode(this, this.index));
  }

  release(bytes: Buffer): void {
    this.source.encoder.release(bytes);
  }
}
