/**
 * Decides when the clients of an interleaved run may send. In other runs a client sends whenever it is
 * free.
 */
export interface InterleavingTurn {
  /** Id of the interleaving, shared by its runs and by no others. */
  readonly among: string;
  /** Resolves when all its runs are ready to send. Rejects if one of them cannot begin. */
  begin(): Promise<void>;
  /**
   * Ends the client's turn, if it had one, and calls `go` when the client may send, at once or later. After
   * the client has left, `go` is called at once.
   */
  take(client: number, go: () => void): void;
  /** The client's turn is over and it wants none for now; if it `leaves`, never again. */
  end(client: number, leaves: boolean): void;
}
