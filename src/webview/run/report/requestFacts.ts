import { errorReasons } from '../../../core/base/errors.ts';
import { formatCount, formatMoment, formatSeconds } from '../../../core/format/quantities.ts';
import { metricDefinitions } from '../../../core/metrics/definitions.ts';
import { cachedInputTokens, reasoningTokens } from '../../../core/request/countedKinds.ts';
import type { ResponseTrace } from '../../../core/request/trace.ts';
import type { RequestDetail } from '../../../protocol/run.ts';
import type { Fact } from '../../parts/Facts.tsx';

/** The facts about one request; facts that are not known are left out. */
export function requestFacts(detail: RequestDetail): Fact[] {
  const { response, trace } = detail;
  return [
    ...latencyFacts(detail),
    ...tokenFacts(detail),
    ...(trace ? traceFacts(trace) : []),
    ...known('Retries', response.retries || null, formatCount),
    ...known('Request ID', trace?.requestId, String),
    ...known('Response ID', response.id, String),
  ];
}

function fact(label: string, value: string, tip?: string): Fact {
  return tip === undefined ? { label, value } : { label, value, tip };
}

/** The fact, or none where its value is not known. */
function known<T>(label: string, value: T | null | undefined, text: (value: T) => string): Fact[] {
  return value === null || value === undefined ? [] : [fact(label, text(value))];
}

function latencyFacts({ response, trace }: RequestDetail): Fact[] {
  const seconds = {
    ttft: trace?.ttft ?? response.time_to_first_token,
    ttlt: trace?.ttlt ?? response.time_to_last_token,
    tpot: trace ? trace.tpot : response.time_per_output_token,
  };
  return (['ttft', 'ttlt', 'tpot'] as const).map(key => {
    const { label, definition } = metricDefinitions[key];
    return fact(label, formatSeconds(seconds[key]), definition);
  });
}

function tokenFacts({ response, trace, inputTokens }: RequestDetail): Fact[] {
  return [
    fact(
      'Input tokens',
      tokensText(inputTokens, [
        partText(cachedInputTokens(response, trace), 'cached'),
        sourceText(trace?.tokenSourceInput),
      ]),
      'All tokens of the prompt, including those read from or written to a prompt cache.',
    ),
    fact(
      'Output tokens',
      tokensText(response.num_tokens_output, [
        partText(reasoningTokens(response, trace), 'reasoning'),
        sourceText(trace?.tokenSourceOutput),
      ]),
    ),
  ];
}

function tokensText(count: number | null, notes: readonly (string | null)[]): string {
  const present = notes.filter(note => note !== null);
  return present.length > 0 && count !== null
    ? `${formatCount(count)} (${present.join(', ')})`
    : formatCount(count);
}

function partText(count: number | null, part: string): string | null {
  return count ? `${formatCount(count)} ${part}` : null;
}

const tokenSources = {
  usage: 'reported by the provider',
  tokenizer: 'counted by a tokenizer',
  estimate: 'estimated',
} as const;

function sourceText(source: keyof typeof tokenSources | null | undefined): string | null {
  return source ? tokenSources[source] : null;
}

function traceFacts(trace: ResponseTrace): Fact[] {
  return [
    fact('Chunks', formatCount(trace.chunks)),
    fact('Sent at', formatMoment(trace.sentAt), 'Seconds after the start of the run.'),
    fact('Client', `${trace.client + 1}, its request ${trace.index + 1}`),
    fact('Connection', trace.newConnection ? connectionText(trace) : 'reused'),
    ...known('HTTP status', trace.httpStatus, String),
    ...known('Stop reason', trace.stopReason, String),
    ...known('Reason', trace.reason, reason => errorReasons[reason].label),
    ...known('Retry after', trace.retryAfter, formatSeconds),
  ];
}

function connectionText(trace: Pick<ResponseTrace, 'dns' | 'connect' | 'tls'>): string {
  const phases = [
    ['DNS', trace.dns],
    ['TCP', trace.connect],
    ['TLS', trace.tls],
  ] as const;
  const measured = phases.filter(([, seconds]) => seconds !== null);
  const times = measured.map(([name, seconds]) => `${name} ${formatSeconds(seconds)}`).join(', ');
  return times === '' ? 'new' : `new: ${times}`;
}
