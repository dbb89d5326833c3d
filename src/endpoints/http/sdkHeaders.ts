/**
 * A response's headers for an SDK. Servers send names and values that `Headers` refuses; those headers
 * mean nothing to an SDK, and are left out.
 */
export function sdkHeaders(headers: ReadonlyMap<string, string>): Headers {
  const accepted = new Headers();
  for (const [name, value] of headers) {
    try {
      accepted.append(name, value);
    } catch {
      // Not a header by the rules of HTTP.
    }
  }
  return accepted;
}
