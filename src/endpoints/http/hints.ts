import type { ErrorReason } from '../../core/base/errors.ts';
import { formatDuration } from '../../core/format/quantities.ts';
import { parameterHint } from './parameterHints.ts';
import { isPage } from './plainLine.ts';
import type { RefusedRequest } from './refusedRequest.ts';
import { addressHint, modelHint } from './wrongAddress.ts';

/** What to do about a refusal. The first line of the table that fits is used. */
interface Hint {
  status?: readonly number[];
  /** What the server's words must match. */
  says?: RegExp;
  /** The setting to change, as a sentence; null = this line does not fit after all. */
  advice: string | ((request: RefusedRequest) => string | null);
  /** Why the request failed, where the status alone would tell wrongly. */
  reason?: ErrorReason;
}

const hints: readonly Hint[] = [
  {
    says: /plain HTTP request was sent to HTTPS port|HTTP request to an HTTPS server|plain HTTP to an SSL-enabled|requires TLS|https? required|SSL required/i,
    advice: ({ baseUrl }) => `Use https:// in the base URL${baseUrl === '' ? '' : ` instead of ${baseUrl}`}.`,
    reason: 'tls',
  },
  {
    status: [426, 505],
    advice: 'The server does not speak HTTP/1.1: put a proxy in front of it, or use another port.',
  },
  {
    status: [402],
    advice: ({ keySource }) => (keySource === '' ? null : `The key is the one ${keySource}.`),
  },
  {
    status: [400, 403, 429],
    says: /insufficient_quota|credit balance|insufficient (balance|credit|fund)|exceeded your current quota[\s\S]*billing|billing (hard limit|not active|details)|payment required|arrears/i,
    // Google says the same of a limit that passes, and how long to wait.
    advice: ({ wait }) =>
      wait === null ? 'Waiting does not help: the quota or the credit of this account is used up.' : null,
    reason: 'payment',
  },
  {
    status: [400, 413, 422, 500],
    says: /context[ _-]?(length|window|size)|maximum (context|input|prompt|sequence)|(prompt|input) is too long|too many (input |prompt )?tokens|(prompt|input)[^.]{0,40} (exceeds?|longer than)[^.]{0,40}(length|tokens|limit)|reduce the length/i,
    advice: 'Use a shorter prompt, or lower "maxTokens" (--max-tokens).',
  },
  {
    status: [400, 403],
    says: /api[ _-]?key (is )?(not valid|invalid|expired|missing)|(invalid|incorrect|missing|no) api[ _-]?key|API_KEY_INVALID/i,
    advice: ({ keyAdvice }) => keyAdvice,
    reason: 'authentication',
  },
  {
    status: [400, 401, 403],
    advice: ({ reason, keyAdvice }) => (reason === 'authentication' ? keyAdvice : null),
  },
  { status: [400, 422, 501], advice: parameterHint },
  {
    status: [400, 404],
    says: /only (supported|available) (in|with|through) (the )?\/?(v1\/)?responses/i,
    advice: 'Use the kind "openai-responses" (--endpoint openai-responses).',
  },
  { status: [400, 404, 422], advice: modelHint, reason: 'notFound' },
  {
    status: [403],
    advice: ({ said }) =>
      isPage(said)
        ? 'A firewall or proxy in front of the API refused the request: check the base URL and the network.'
        : null,
  },
  {
    status: [403],
    advice: ({ reason, keySource }) =>
      reason === 'permission' && keySource !== '' ? `The key is the one ${keySource}.` : null,
  },
  { status: [404, 405, 410, 501], advice: addressHint },
  {
    status: [413],
    advice:
      'The request is too large for the server: use shorter prompts or smaller files, or raise its limit for bodies.',
  },
  {
    status: [415],
    advice: 'The server takes no JSON at this address: check the base URL and the kind of the endpoint.',
  },
  {
    status: [422],
    says: /field required|is required|"missing"|missing (required )?(field|parameter)/i,
    advice: ({ kind }) => `The server expects other fields than ${kind} has: check the kind of the endpoint.`,
  },
  {
    status: [429, 503, 529],
    advice: ({ wait }) =>
      wait === null
        ? null
        : `The server asks to wait ${formatDuration(wait)}: use fewer clients, or set "retries" (--retries).`,
  },
  {
    status: [502, 503, 504],
    advice: ({ said }) =>
      isPage(said)
        ? 'A proxy in front of the API answered: check that the server behind it runs and is not overloaded.'
        : null,
  },
];

/** The setting to change ('' = none would help), and the reason of the failure if the status tells it wrongly. */
export function hintFor(request: RefusedRequest): { advice: string; reason?: ErrorReason } | null {
  for (const { status, says, advice, reason } of hints) {
    if (status && !status.includes(request.status)) continue;
    if (says && !says.test(request.said)) continue;
    const words = typeof advice === 'string' ? advice : advice(request);
    if (words !== null && (words !== '' || reason)) return { advice: words, ...(reason && { reason }) };
  }
  return null;
}
