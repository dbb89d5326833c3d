import type { PlainRequest } from '../transport/httpTransport.ts';

/** The part of an AWS SDK's request that we need to send it ourselves. */
export interface SdkRequest {
  method: string;
  protocol: string;
  hostname: string;
  port?: number | undefined;
  path: string;
  query?: Record<string, string | string[] | null> | undefined;
  headers: Record<string, string>;
  body?: unknown;
}

/** The same request in our transport's form. */
export function plainRequest({
  method,
  protocol,
  hostname,
  port,
  path,
  query,
  headers,
  body,
}: SdkRequest): PlainRequest {
  const search = Object.entries(query ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value ?? '']).map(
      v => `${encodeURIComponent(name)}=${encodeURIComponent(v)}`,
    ),
  );
  const host = port === undefined ? hostname : `${hostname}:${port}`;
  return {
    method,
    url: `${protocol}//${host}${path}${search.length > 0 ? `?${search.join('&')}` : ''}`,
    headers: Object.entries(headers),
    body: plainBody(body),
  };
}

/** The SDK's subclass of Uint8Array objects to some uses, so this gives a plain view of its bytes. */
function plainBody(body: unknown): string | Uint8Array {
  if (body instanceof Uint8Array) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  return typeof body === 'string' ? body : '';
}
