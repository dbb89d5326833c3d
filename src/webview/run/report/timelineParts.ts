import type { ResponseTrace } from '../../../core/request/trace.ts';

/** A phase of a request, in seconds since it was sent. */
export interface TimelinePart {
  name: string;
  kind: 'connect' | 'wait' | 'think' | 'stream';
  from: number;
  to: number;
}

export interface TimelineView {
  parts: TimelinePart[];
  /** When each chunk arrived. */
  chunks: number[];
  end: number;
}

/**
 * Splits a request into connecting, waiting for the first generated event, reasoning that is not visible, and
 * streaming text. Null where nothing was generated.
 */
export function timelineParts(trace: ResponseTrace): TimelineView | null {
  const first = trace.ttftAny ?? trace.ttft;
  if (first === null) return null;
  const chunks = [first];
  for (const gap of trace.gaps) chunks.push((chunks.at(-1) ?? first) + gap);
  const end = Math.max(trace.ttlt ?? first, chunks.at(-1) ?? first);
  const connected = (trace.dns ?? 0) + (trace.connect ?? 0) + (trace.tls ?? 0);
  const visible = trace.ttft ?? end;
  const parts: TimelinePart[] = [
    { name: 'Connecting', kind: 'connect', from: 0, to: Math.min(connected, first) },
    { name: 'Waiting', kind: 'wait', from: Math.min(connected, first), to: first },
    { name: 'Reasoning', kind: 'think', from: first, to: visible },
    { name: 'Streaming', kind: 'stream', from: visible, to: end },
  ];
  return { parts: parts.filter(part => part.to > part.from), chunks, end };
}
