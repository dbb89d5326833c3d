/** A part of a prompt's text, in the order in which a model reads it. */
export interface PromptPiece {
  readonly text: string;
  /** Whether the request asks to cache everything up to here. */
  readonly marked: boolean;
}

/** What the cache did for one prompt, in tokens. */
export interface CacheUse {
  readonly cachedTokens: number;
  readonly writtenTokens: number;
}

/** A prefix of a prompt. */
interface Prefix {
  readonly hash: number;
  readonly characters: number;
}

/** The estimate that the whole simulator uses. */
const charactersPerToken = 4;
/** Servers that cache automatically do so in blocks; vLLM's have 16 tokens. */
const blockCharacters = 16 * charactersPerToken;
const mostKept = 50_000;

/**
 * A prompt cache as servers have it. It keeps prefixes, so nothing after the first difference is found.
 * `automatic` caches every whole block that it reads, as OpenAI, Gemini and vLLM do; `marked` caches only what a
 * request marks, as Anthropic and Bedrock do. A prefix can be read from the cache as soon as the response that
 * wrote it has begun.
 */
export class PrefixCache {
  /** From when on each prefix can be read, in milliseconds of the clock; the least recently used is first. */
  readonly #kept = new Map<number, number>();

  /** How much of a prompt is cached at `now`. Call `keep` with the time from which the rest will be cached. */
  use(
    pieces: readonly PromptPiece[],
    caching: 'automatic' | 'marked',
    now: number,
  ): CacheUse & { keep(readyAt: number): void } {
    const { readable, writable } = caching === 'automatic' ? blocksOf(pieces) : marksOf(pieces);
    const read = readable.findLast(({ hash }) => (this.#kept.get(hash) ?? Number.POSITIVE_INFINITY) <= now);
    const cachedTokens = tokens(read?.characters ?? 0);
    const written = tokens(writable.at(-1)?.characters ?? 0);
    return {
      cachedTokens,
      // Automatic caching is not billed, so no API reports its writes.
      writtenTokens: caching === 'automatic' ? 0 : Math.max(0, written - cachedTokens),
      keep: readyAt => {
        for (const { hash } of writable) this.#keep(hash, readyAt);
      },
    };
  }

  #keep(hash: number, readyAt: number): void {
    const at = Math.min(readyAt, this.#kept.get(hash) ?? Number.POSITIVE_INFINITY);
    this.#kept.delete(hash);
    this.#kept.set(hash, at);
    if (this.#kept.size <= mostKept) return;
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined) this.#kept.delete(oldest);
  }
}

interface Prefixes {
  readonly readable: readonly Prefix[];
  readonly writable: readonly Prefix[];
}

/** Whole blocks, but never the whole prompt: a model must read at least one token. */
function blocksOf(pieces: readonly PromptPiece[]): Prefixes {
  const total = pieces.reduce((sum, { text }) => sum + text.length, 0);
  const blocks: Prefix[] = [];
  walk(pieces, prefix => {
    if (prefix.characters % blockCharacters === 0 && prefix.characters < total) blocks.push(prefix);
  });
  return { readable: blocks, writable: blocks };
}

/** An earlier request may have marked the end of any piece; only the marks of this request are written. */
function marksOf(pieces: readonly PromptPiece[]): Prefixes {
  const ends: Prefix[] = [];
  walk(pieces, (prefix, endOf) => {
    if (endOf !== null) ends[endOf] = prefix;
  });
  const last = pieces.findLastIndex(({ marked }) => marked);
  return {
    readable: ends.slice(0, last + 1),
    writable: ends.filter((_, index) => pieces[index]?.marked),
  };
}

/** Visits the prefixes that end a block or a piece; `endOf` is the piece that ends with it, or null. */
function walk(pieces: readonly PromptPiece[], visit: (prefix: Prefix, endOf: number | null) => void): void {
  // Two 32-bit FNV hashes side by side: a single one would find prefixes that were never written.
  let high = 0x811c9dc5;
  let low = 0x01000193;
  let characters = 0;
  const step = (code: number): void => {
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul(low ^ code, 0x5bd1e995) + 0x9e3779b9;
  };
  const prefix = (): Prefix => ({ hash: (high >>> 0) * 0x20_0000 + ((low >>> 0) >>> 11), characters });
  for (const [index, { text }] of pieces.entries()) {
    // A piece is different from the same text inside a longer piece.
    step(0x1_0000);
    for (let at = 0; at < text.length; at++) {
      step(text.charCodeAt(at));
      characters++;
      const isEnd = at === text.length - 1;
      if (isEnd || characters % blockCharacters === 0) visit(prefix(), isEnd ? index : null);
    }
    if (text === '') visit(prefix(), index);
  }
}

function tokens(characters: number): number {
  return Math.floor(characters / charactersPerToken);
}
