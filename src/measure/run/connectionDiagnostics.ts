import type { Diagnostic } from '../../protocol/run.ts';

/** What the diagnostics of connections need. Counts are of measured requests. */
export interface ConnectionEvidence {
  requests: number;
  coldConnections: number;
  /** Requests sent again because the server had closed the kept connection. */
  resent: number;
  /** Requests on a new connection because the server keeps none open. */
  unkept: number;
  /** Answers that were over, but that the server did not end. */
  leftOpen: number;
  /** The plan asked not to check the server's certificate. */
  insecure: boolean;
}

type ConnectionCheck = (evidence: ConnectionEvidence) => Diagnostic | null;

/** Share of requests that may have had such a connection without a warning. */
const tolerated = 0.05;

export const uncheckedCertificates: ConnectionCheck = ({ insecure }) =>
  insecure
    ? {
        id: 'insecure',
        severity: 'warning',
        message:
          'The TLS certificate of the server was not checked ("insecure"): anyone on the way could have answered, and read the key.',
        advice: 'Set NODE_EXTRA_CA_CERTS to the file of the certificate authority instead.',
      }
    : null;

export const closedConnections: ConnectionCheck = ({ resent, unkept, requests }) =>
  resent + unkept === 0
    ? null
    : {
        id: 'closed-connections',
        severity: resent + unkept > requests * tolerated ? 'warning' : 'info',
        message: `The server closed connections after an answer without announcing it: ${resent} of ${requests} requests had to be sent again, on a new connection, and ${unkept} more opened a new one at once. Their times count from there and include opening it.`,
        advice:
          'Let the server and any proxy in front of it keep idle connections open for longer, or send "Connection: close".',
      };

export const openAnswers: ConnectionCheck = ({ leftOpen, requests }) =>
  leftOpen === 0
    ? null
    : {
        id: 'unended-answers',
        severity: 'info',
        message: `The server did not end ${leftOpen} of ${requests} answers after their last event. They count as complete, and their connections were given up.`,
        advice:
          'TTFT and TTLT are not affected. Later requests opened new connections: check the proxy in front of the server.',
      };

/** Connections that the server or its answers make impossible to keep are explained by other diagnostics. */
export const cold: ConnectionCheck = ({ coldConnections, resent, unkept, leftOpen, requests }) =>
  requests > 0 && coldConnections - resent - unkept - leftOpen > requests * tolerated
    ? {
        id: 'cold-connections',
        severity: 'info',
        message: `${coldConnections} of ${requests} requests opened a new connection; their TTFT includes opening it.`,
        advice: 'Set "warmup" to 1 to open connections before measuring.',
      }
    : null;
