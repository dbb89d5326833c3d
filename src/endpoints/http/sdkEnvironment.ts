/** Headers that the official SDKs add to every request of every client. */
const headerVariables = ['OPENAI_CUSTOM_HEADERS', 'ANTHROPIC_CUSTOM_HEADERS'];

/**
 * Makes an SDK client that does not see these variables. Their values are meant for the vendor, may be
 * secret, and must not go to any other address. The SDKs read them in a client's constructor and have no
 * option to prevent that, so the variables are removed until `make` returns.
 */
export function withoutEnvironmentHeaders<C>(make: () => C): C {
  const hidden = headerVariables.flatMap(name => {
    const value = process.env[name];
    return value === undefined ? [] : [{ name, value }];
  });
  for (const { name } of hidden) delete process.env[name];
  try {
    return make();
  } finally {
    for (const { name, value } of hidden) process.env[name] = value;
  }
}
