/**
 * What the environment tells the official SDKs to send with every request (OPENAI_CUSTOM_HEADERS,
 * ANTHROPIC_CUSTOM_HEADERS) is meant for the vendor, and may be secret: takes it back from a client that
 * is made for any address. `headers` are all that the client shall add; null takes one of its own away.
 */
export function onlyHeaders<C>(client: C, headers: Readonly<Record<string, string | null>>): C {
  (client as unknown as { _options: { defaultHeaders: object } })._options.defaultHeaders = headers;
  return client;
}
