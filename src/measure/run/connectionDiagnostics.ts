import { formatPercent } from '../../core/format/quantities.ts';
import type { Diagnostic } from '../../protocol/run.ts';

/** How requests found their connections, and what the server refused. Counts are of measured requests. */
export interface ConnectionEvidence {
  requests: number;
  failed: number;
  clients: number;
  /** Warm-up requests per client. */
  warmup: number;
  rateLimited: number;
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

type Check = (evidence: ConnectionEvidence) => Diagnostic | null;

/** Largest share of requests that hardly changes a median. */
const tolerated = 0.05;

export const uncheckedCertificates: Check = ({ insecure }) =>
  insecure
    ? {
        id: 'insecure',
        severity: 'warning',
        message:
          'The TLS certificate of the server was not checked ("insecure"): anyone on the way could have answered, and read the key.',
        advice: 'Set NODE_EXTRA_CA_CERTS to the file of the certificate authority instead.',
      }
    : null;

/**
 * A limit that refuses many requests sets the pace of a run. A few refused requests are failures like others:
 * even if each counted as infinitely slow, a median would become the percentile next to it.
 */
export const rateLimits: Check = ({ rateLimited, requests }) => {
  if (rateLimited === 0) return null;
  const share = formatPercent(rateLimited / requests);
  const refused = `A rate limit refused ${rateLimited} of ${requests} requests (${share})`;
  return rateLimited > requests * tolerated
    ? {
        id: 'rate-limited',
        severity: 'warning',
        message: `${refused}: the numbers describe the limit, not the model.`,
        advice: 'Use fewer clients, or ask for a higher quota.',
      }
    : {
        id: 'rate-limited',
        severity: 'info',
        message: `${refused}. So few hardly change the medians; they count as failures.`,
        advice: 'Use fewer clients if more are refused, or ask for a higher quota.',
      };
};

export const closedConnections: Check = ({ resent, unkept, requests }) =>
  resent + unkept === 0
    ? null
    : {
        id: 'closed-connections',
        severity: resent + unkept > requests * tolerated ? 'warning' : 'info',
        message: `The server closed connections after an answer without announcing it: ${resent} of ${requests} requests had to be sent again, on a new connection, and ${unkept} more opened a new one at once. Their times count from there and include opening it.`,
        advice:
          'Let the server and any proxy in front of it keep idle connections open for longer, or send "Connection: close".',
      };

export const openAnswers: Check = ({ leftOpen, requests }) =>
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
export const cold: Check = evidence => {
  const { coldConnections, resent, unkept, leftOpen, requests } = evidence;
  const unexplained = coldConnections - resent - unkept - leftOpen;
  return requests > 0 && unexplained > requests * tolerated
    ? {
        id: 'cold-connections',
        severity: 'info',
        message: `${coldConnections} of ${requests} requests opened a new connection; their TTFT includes opening it.`,
        advice: coldAdvice(evidence, unexplained),
      }
    : null;
};

/** The first request of each client without a warm-up has no connection yet, nor has the one after a failure. */
function coldAdvice({ clients, warmup, failed }: ConnectionEvidence, unexplained: number): string {
  const first = warmup === 0 ? clients : 0;
  if (unexplained <= first) return 'Set "warmup" to 1 to open connections before measuring.';
  if (unexplained <= first + failed) {
    return 'A request that fails may take its connection with it: look at the errors first.';
  }
  return 'The server closed connections after answers or while they were idle, or said that it would: let it and any proxy in front of it keep them open for longer.';
}
