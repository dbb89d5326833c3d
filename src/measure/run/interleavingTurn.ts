/**
 * When the clients of a run may send, for runs that take turns with others. A run without it sends
 * whenever a client is free.
 */
export interface InterleavingTurn {
  /** Shared by those who take turns with each other, and by nobody else. */
  readonly among: string;
  /** Resolves when all that take turns are ready to send. Rejects where one of them cannot begin. */
  begin(): Promise<void>;
  /**
   * Calls `go` when the client may send, at once or later; whatever turn it had is over. After the client
   * has left, `go` is called at once.
   */
  take(client: number, go: () => void): void;
  /** The client's turn is over, and it wants no other for now, or, if it `leaves`, ever. */
  end(client: number, leaves: boolean): void;
}
