/**
 * What is known about one exchange on the wire besides its content. `*At` are the clock's milliseconds;
 * null = did not happen, or not known.
 */
export interface WireFacts {
  sentAt: number;
  /** When the exchange was over, successful or not. */
  endedAt: number;
  newConnection: boolean;
  /**
   * The server had closed the kept connection before any byte of an answer, so the request was sent again on
   * a new one. All times are those of the second sending.
   */
  resent: boolean;
  /** The server moved the request to another path, where it was sent again. All times are those of the second sending. */
  redirected: boolean;
  /** A new connection because this server was seen to close connections after each answer without saying so. */
  unkept: boolean;
  /** The answer was over, but the server did not end it. The connection was given up. */
  leftOpen: boolean;
  /** Phases of a new connection: end of the name look-up, of the TCP handshake, of the TLS handshake. */
  lookupAt: number | null;
  connectedAt: number | null;
  securedAt: number | null;
  /** First byte of the response's headers. */
  firstByteAt: number | null;
  status: number | null;
  /** The provider's request id, from a response header. */
  requestId: string | null;
  /** How often the request was sent again, by us or by a proxy in between. */
  retries: number | null;
}

/** The facts of an exchange that has not begun. */
export function noWireFacts(): WireFacts {
  return {
    sentAt: 0,
    endedAt: 0,
    newConnection: false,
    resent: false,
    redirected: false,
    unkept: false,
    leftOpen: false,
    lookupAt: null,
    connectedAt: null,
    securedAt: null,
    firstByteAt: null,
    status: null,
    requestId: null,
    retries: null,
  };
}
