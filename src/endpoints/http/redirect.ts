import type { ErrorReason } from '../../core/base/errors.ts';
import { plainLine } from './plainLine.ts';
import type { RefusedRequest } from './refusedRequest.ts';

/** Paths and hosts of pages where people sign in. */
const signIn =
  /\b(log-?in|sign-?in|log-?on|sso|saml2?|oauth2?|oidc|openid|authorize|auth|idp|adfs|accounts|cloudflareaccess|okta|microsoftonline)\b/i;

/**
 * What a redirect means, as a reason and a sentence. Only some are followed, see `MovedRequests`:
 * a key must not go to another origin, and redirects other than 307 and 308 turn a POST into a GET.
 */
export function redirectWords(request: RefusedRequest): { reason: ErrorReason; message: string } {
  const { status, headers, origin, path } = request;
  const target = URL.parse(headers.get('location') ?? '', `${origin}${path}`);
  if (target === null) {
    return {
      reason: 'notFound',
      message: `${status} The server redirects, but does not say where to: check the base URL.`,
    };
  }
  // Queries of sign-in pages are long and differ from request to request.
  const to = plainLine(`${target.origin}${target.pathname}`);
  if (signIn.test(`${target.hostname}${target.pathname}`)) {
    return {
      reason: 'authentication',
      message: `${status} The server redirects to a sign-in page (${to}): set the base URL to an address that accepts an API key, or send what the gateway asks for in "headers".`,
    };
  }
  return {
    reason: 'notFound',
    message: `${status} The server redirects to ${to}: ${whatToSet(request, target)}`,
  };
}

/** The base URL that would have led there, if there is one. */
function whatToSet({ baseUrl, origin, path }: RefusedRequest, target: URL): string {
  const base = URL.parse(baseUrl);
  const basePath = base?.origin === origin ? base.pathname.replace(/\/+$/, '') : '';
  const rest = path.startsWith(basePath) ? path.slice(basePath.length) : path;
  if (base !== null && rest !== '' && target.pathname.endsWith(rest)) {
    return `set the base URL to ${target.origin}${target.pathname.slice(0, -rest.length)}.`;
  }
  if (target.origin === origin && target.pathname === `${path}/`) {
    return `no base URL leads there, so the server must answer without the slash at the end (FastAPI: a second route, or the route without it).`;
  }
  return 'set the base URL to where the API is.';
}
