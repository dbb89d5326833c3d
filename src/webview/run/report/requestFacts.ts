import { errorReasons } from '../../../core/base/errors.ts';
import { formatCount, formatMoment, formatSeconds } from '../../../core/format/quantities.ts';
import { metricDefinitions } from '../../../core/metrics/definitions.ts';
import { cachedInputTokens, reasoningTokens } from '../../../core/request/countedKinds.ts';
import type { RequestDetail } from '../../../protocol/run.ts';
import type { Fact } from '../../parts/Facts.tsx';

const tokenSources = {
  usage: 'reported by the provider',
  tokenizer: 'counted by a tokenizer',
  estimate: 'estimated',
} as const;

function tokens(count: number | null, part: number | null, partName: string, source: string | null): string {
  const notes = [part ? `${formatCount(part)} ${partName}` : null, source].filter(note => note !== null);
  return notes.length > 0 && count !== null
    ? `${formatCount(count)} (${notes.join(', ')})`
    : formatCount(count);
}

/** What is known about one request; facts that are not known are left out. */
export function requestFacts({ response, trace }: RequestDetail): Fact[] {
  const sourceOf = (source: keyof typeof tokenSources | null | undefined) =>
    source ? tokenSources[source] : null;
  const facts: (Fact | null)[] = [
    fact(
      'TTFT',
      formatSeconds(trace?.ttft ?? response.time_to_first_token),
      metricDefinitions.ttft.definition,
    ),
    fact(
      'TTLT',
      formatSeconds(trace?.ttlt ?? response.time_to_last_token),
      metricDefinitions.ttlt.definition,
    ),
    fact(
      'TPOT',
      formatSeconds(trace ? trace.tpot : response.time_per_output_token),
      metricDefinitions.tpot.definition,
    ),
    fact(
      'Input tokens',
      tokens(
        response.num_tokens_input,
        cachedInputTokens(response, trace),
        'cached',
        sourceOf(trace?.tokenSourceInput),
      ),
    ),
    fact(
      'Output tokens',
      tokens(
        response.num_tokens_output,
        reasoningTokens(response, trace),
        'reasoning',
        sourceOf(trace?.tokenSourceOutput),
      ),
    ),
    trace && fact('Chunks', formatCount(trace.chunks)),
    trace && fact('Sent at', formatMoment(trace.sentAt), 'Seconds after the run began.'),
    trace && fact('Client', `${trace.client + 1}, its request ${trace.index + 1}`),
    trace && fact('Connection', trace.newConnection ? connection(trace) : 'reused'),
    trace?.httpStatus != null ? fact('HTTP status', String(trace.httpStatus)) : null,
    trace?.stopReason != null ? fact('Stop reason', trace.stopReason) : null,
    trace?.reason != null ? fact('Reason', errorReasons[trace.reason].label) : null,
    trace?.retryAfter != null ? fact('Retry after', formatSeconds(trace.retryAfter)) : null,
    response.retries ? fact('Retries', formatCount(response.retries)) : null,
    trace?.requestId != null ? fact('Request id', trace.requestId) : null,
    response.id === null ? null : fact('Response id', response.id),
  ];
  return facts.filter(one => one !== null);
}

function fact(label: string, value: string, tip?: string): Fact {
  return tip === undefined ? { label, value } : { label, value, tip };
}

function connection(trace: { dns: number | null; connect: number | null; tls: number | null }): string {
  const phases = [
    ['DNS', trace.dns],
    ['TCP', trace.connect],
    ['TLS', trace.tls],
  ] as const;
  const known = phases.filter(([, seconds]) => seconds !== null);
  const times = known.map(([name, seconds]) => `${name} ${formatSeconds(seconds)}`).join(', ');
  return times === '' ? 'new' : `new: ${times}`;
}
