/** One TCP write. */
export interface WriteStep {
  /** Milliseconds after the last request byte was read. */
  readonly at: number;
  /** Tokens of the events that the client has whole with this write. */
  readonly textTokens: number;
  readonly reasoningTokens: number;
  /** Called once, when the write is due. */
  bytes(): Buffer;
  /** Told that nothing needs the bytes any more. */
  release?(bytes: Buffer): void;
}

/** What happens to the connection after the last step. */
export type Ending = 'keepAlive' | 'close' | 'reset' | 'hang';

/** A response as the writes it is made of. */
export interface Script {
  readonly steps: readonly WriteStep[];
  readonly ending: Ending;
  /** Each write waits for a millisecond of its own, so that it stays a write of its own. */
  readonly spaced: boolean;
  /** By how much all of it is late, milliseconds. */
  readonly delay: number;
  /** Whether any of it is an answer, with the answer's id in it. */
  readonly answers: boolean;
}

/** A write whose bytes are known. */
export function fixedStep(bytes: Buffer, at: number, textTokens = 0, reasoningTokens = 0): WriteStep {
  return { at, textTokens, reasoningTokens, bytes: () => bytes };
}

/**
 * A reset discards what the client has not read yet, so it is a step of its own, with nothing to
 * write, some time after the last bytes.
 */
export function pause(at: number): WriteStep {
  return fixedStep(Buffer.alloc(0), at);
}
