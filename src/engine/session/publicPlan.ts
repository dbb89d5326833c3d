import type { EndpointConfig } from '../../endpoints/kinds.ts';
import type { RunPlan } from '../plan.ts';

/** Texts of a configuration that may be secret although nobody should put a secret there. */
export function secretTexts(config: EndpointConfig, apiKey: string | undefined): string[] {
  const url = URL.parse(config.baseUrl ?? '');
  return [apiKey, url?.password, ...Object.values(config.headers ?? {})].filter(text => text) as string[];
}

/** A base URL without a user and password in it. */
export function publicUrl(baseUrl: string | undefined): string | null {
  const url = URL.parse(baseUrl ?? '');
  if (!url || (url.username === '' && url.password === '')) return baseUrl ?? null;
  url.username = '';
  url.password = '';
  return url.href;
}

/** The plan as it may be saved and shown: header names without their values, no user in the URL. */
export function publicPlan(plan: RunPlan): RunPlan {
  const { headers, baseUrl } = plan.endpoint;
  const endpoint = { ...plan.endpoint };
  if (headers) endpoint.headers = Object.fromEntries(Object.keys(headers).map(name => [name, '***']));
  const url = publicUrl(baseUrl);
  if (url !== null) endpoint.baseUrl = url;
  return { ...plan, endpoint };
}
