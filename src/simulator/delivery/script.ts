/** One TCP write. */
export interface WriteStep {
  /** Milliseconds after the last request byte was read. */
  readonly at: number;
  /** Tokens of the events that this write completes. */
  readonly textTokens: number;
  readonly reasoningTokens: number;
  /** Encodes the bytes; called once, when the write is due. */
  bytes(): Buffer;
  /** Called when nothing needs the bytes any more. */
  release?(bytes: Buffer): void;
}

/** What happens to the connection after the last step. */
export type Ending = 'keepAlive' | 'close' | 'reset' | 'hang';

/** A response as a list of timed writes. */
export interface Script {
  readonly steps: readonly WriteStep[];
  readonly ending: Ending;
  /** Whether writes are at least a millisecond apart, so that they arrive separately. */
  readonly spaced: boolean;
  /** Delay of the whole script, milliseconds. */
  readonly delay: number;
  /** Whether any part of it carries the response's ID. */
  readonly answers: boolean;
}

/** A write whose bytes are known. */
export function fixedStep(bytes: Buffer, at: number, textTokens = 0, reasoningTokens = 0): WriteStep {
  return { at, textTokens, reasoningTokens, bytes: () => bytes };
}

/**
 * An empty write before a reset: the reset discards what the client has not read yet, so it happens some time
 * after the last bytes.
 */
export function pause(at: number): WriteStep {
  return fixedStep(Buffer.alloc(0), at);
}
