import { STATUS_CODES } from 'node:http';
import type { ProviderError } from '../../core/request/wireEvents.ts';
import { bodyWords } from './errorWords.ts';
import { reasonOfStatus } from './httpStatus.ts';

/** The error of a refused request: the status, then the server's own sentence. `text`: its body. */
export function refusal(status: number, requestId: string | undefined, text: string): ProviderError {
  return {
    message: withStatus(status, bodyWords(text)),
    reason: reasonOfStatus(status),
    status,
    requestId: requestId ?? null,
    retryAfter: null,
  };
}

/** Pages often repeat the status in their title. */
function withStatus(status: number, words: string): string {
  const rest = words.replace(
    new RegExp(`^(HTTP )?((status|error)( code)? )?${status}\\b[\\s:.|–-]*`, 'i'),
    '',
  );
  if (rest !== '') return `${status} ${rest}`;
  return [status, STATUS_CODES[status] ?? '', '(no message)'].filter(Boolean).join(' ');
}
