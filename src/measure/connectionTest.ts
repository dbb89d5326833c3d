import { ResponseTimeline } from '../core/request/responseTimeline.ts';
import type { Endpoint, Exchange } from '../endpoints/contract/endpoint.ts';
import type { ConnectionTest } from '../protocol/run.ts';

const timeout = 30_000;

/** Sends one small real request and says how it went. Never rejects for what the server did. */
export async function testConnection(
  endpoint: Endpoint,
  redact: (text: string) => string,
): Promise<ConnectionTest> {
  try {
    const payload = endpoint.createPayload('Say hello in one short sentence.', { maxTokens: 16 });
    const request = await endpoint.ready(payload);
    const exchange = await new Promise<Exchange>(resolve => endpoint.invoke(request, timeout, resolve));
    const { wire } = exchange;
    const timeline = new ResponseTimeline(wire.sentAt, endpoint.identity.visibleTokensOnly);
    await exchange.unpack?.();
    exchange.read(event => timeline.add(event));
    const ttlt = timeline.ttlt ?? (wire.endedAt - wire.sentAt) / 1000;
    const { ttft, text, error } = timeline;
    const seconds = (value: number) => `${value.toFixed(value < 1 ? 3 : 2)} s`;
    return {
      ok: error === null,
      message:
        error === null
          ? `It works: ${ttft === null ? '' : `first token after ${seconds(ttft)}, `}complete after ${seconds(ttlt)}.`
          : redact(error.message),
      ttft,
      ttlt,
      text: text === null ? null : redact(text),
      detail: {
        status: wire.status,
        request_id: wire.requestId && redact(wire.requestId),
        reason: error?.reason ?? null,
      },
    };
  } finally {
    endpoint.close();
  }
}
