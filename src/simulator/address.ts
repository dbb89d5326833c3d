import type { Dialect, Operation } from './dialects/dialect.ts';
import { dialects } from './dialects/dialects.ts';
import type { HttpRequest } from './http/requestParser.ts';

/** The meaning of a request's address. */
export interface Place {
  readonly scenario: string;
  readonly dialect: Dialect;
  readonly operation: Operation;
  /** The path without the scenario. */
  readonly path: string;
}

/**
 * Reads `/<scenario>/v1/...`, or `/v1/...` for the fallback scenario. Returns an error message where the address
 * is unknown.
 */
export function locate(
  { path, headers, method }: Pick<HttpRequest, 'path' | 'headers' | 'method'>,
  scenarioNames: readonly string[],
  fallback: string,
): Place | string {
  const [, first = '', rest = '/'] = /^\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  if (scenarioNames.includes(first)) {
    const place = find(first, rest, headers);
    if (place) return place;
  } else {
    const place = find(fallback, path, headers);
    if (place) return place;
    if (find(fallback, rest, headers)) {
      return `There is no scenario "${first}". Known scenarios: ${scenarioNames.join(', ')}.`;
    }
  }
  return `There is nothing at ${method} ${path}. Try POST /v1/chat/completions or POST /v1/messages.`;
}

function find(scenario: string, path: string, headers: HttpRequest['headers']): Place | null {
  for (const dialect of dialects) {
    const operation = dialect.match(path, headers);
    if (operation) return { scenario, dialect, operation, path };
  }
  return null;
}
