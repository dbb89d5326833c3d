import type { EndpointSecrets } from '../../endpoints/contract/endpoint.ts';
import type { EndpointConfig } from '../../endpoints/kinds.ts';
import type { RunPlan } from './parsePlan.ts';

/** Names of headers and query parameters that carry credentials. */
const secretName = /auth|key|token|secret|passw|credential|cookie|session|sig(nature)?$/i;

/** Whether a header or a query parameter may be a secret: by its name, or because its value looks like a token. */
function maybeSecret([name, value]: readonly [name: string, value: string]): boolean {
  return secretName.test(name) || (/^[^\s,;]{16,}$/.test(value) && /\d/.test(value) && /[a-z]/i.test(value));
}

/** All texts that may be secret: the keys, and parts of the configuration where some people put secrets. */
export function secretTexts(config: EndpointConfig, { apiKey, aws }: EndpointSecrets): string[] {
  const url = URL.parse(config.baseUrl ?? '');
  // A server quotes them as they were sent or as they are meant.
  const sent = [...(url?.search.matchAll(/[?&]([^=&]*)=([^&]*)/g) ?? [])];
  const pairs = sent.map(([, name = '', value = '']) => [name, value] as const);
  const inUrl = [...(url?.searchParams ?? []), ...pairs].filter(maybeSecret).map(([, value]) => value);
  const headers = Object.entries(config.headers ?? {})
    .filter(maybeSecret)
    .map(([, value]) => value);
  // "Bearer sk-..." is also secret without its first word.
  const credentials = headers.map(
    value => /^(?:Bearer|Basic|Token|Key|ApiKey) +(\S+)$/i.exec(value)?.[1] ?? '',
  );
  const keys = [apiKey ?? '', aws?.secretAccessKey ?? '', aws?.sessionToken ?? ''];
  const texts = [...keys, ...inUrl, ...headers, ...credentials];
  return [...new Set(texts)].filter(text => text !== '');
}

/** The same error without secrets in its message: servers and SDKs quote what they were sent. */
export function withoutSecrets(error: unknown, redact: (text: string) => string): unknown {
  if (error instanceof Error) error.message = redact(error.message);
  return error;
}

/** A base URL without user, password and the values of its query. */
export function publicUrl(baseUrl: string | undefined): string | null {
  const url = URL.parse(baseUrl ?? '');
  if (!url || (url.username === '' && url.password === '' && url.search === '')) return baseUrl ?? null;
  url.username = '';
  url.password = '';
  for (const name of [...url.searchParams.keys()]) url.searchParams.set(name, '***');
  return url.href;
}

/** The plan as it may be saved and shown: header names without values, no secrets in URLs. */
export function publicPlan(plan: RunPlan): RunPlan {
  const { headers, baseUrl } = plan.endpoint;
  const endpoint = { ...plan.endpoint };
  if (headers) endpoint.headers = Object.fromEntries(Object.keys(headers).map(name => [name, '***']));
  const url = publicUrl(baseUrl);
  if (url !== null) endpoint.baseUrl = url;
  const callbacks = plan.callbacks?.map(callback => {
    const { trackingUri } = callback.mlflow ?? {};
    const shown = publicUrl(trackingUri);
    return callback.mlflow && shown !== null
      ? { ...callback, mlflow: { ...callback.mlflow, trackingUri: shown } }
      : callback;
  });
  return { ...plan, endpoint, ...(callbacks && { callbacks }) };
}
