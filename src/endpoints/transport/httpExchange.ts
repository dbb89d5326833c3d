import type { ErrorReason } from '../../core/base/errors.ts';
import type { WireFacts } from '../../core/request/wireFacts.ts';
import type { WireLog } from './wireLog.ts';

/** Where and how a request is sent. Requests with the same `key` can share a connection. */
export interface Route {
  key: string;
  host: string;
  port: number;
  tls: boolean;
  proxy: URL | null;
  /** Its certificate is not checked. */
  insecure: boolean;
}

/** A request as bytes, made outside the measured time. */
export interface EncodedRequest {
  route: Route;
  bytes: Buffer;
}

/** Why an exchange ended without a complete response. */
export interface WireFailure {
  reason: ErrorReason;
  message: string;
}

/** One request and what came back. */
export interface HttpExchange {
  /** Complete except for the request id and the retries: only the API knows where those are. */
  readonly wire: WireFacts;
  headers: ReadonlyMap<string, string>;
  body: WireLog;
  failure: WireFailure | null;
}

/** Ends an exchange early. Its `done` is called before `abort` returns, unless it was called already. */
export interface PendingExchange {
  /** Whether the first bytes of a body have arrived. */
  answering(): boolean;
  abort(failure: WireFailure): void;
}

/**
 * Whether a kept connection turned out to be closed: not one byte of an answer came. The request may be sent
 * again on a new connection (RFC 9112 section 9.3.1), as browsers do.
 */
export function wasClosedUnused({ failure, wire, body }: HttpExchange): boolean {
  return (
    failure?.reason === 'connection' &&
    !wire.newConnection &&
    wire.firstByteAt === null &&
    wire.connectedAt === null &&
    body.length === 0
  );
}
