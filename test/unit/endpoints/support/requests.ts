import type { JsonObject } from '../../../../src/core/base/jsonValue.ts';
import type { HttpDialect } from '../../../../src/endpoints/http/httpDialect.ts';
import { type EndpointConfigInput, endpointConfigSchema } from '../../../../src/endpoints/kinds.ts';
import { createEndpoint } from '../../../../src/endpoints/registry.ts';
import { countingClock } from './clocks.ts';
import { makeTransport } from './exchanges.ts';

/** Where a dialect sends a payload, and with which headers. */
export async function sentBy(dialect: HttpDialect, payload: JsonObject) {
  const { url, headers } = await dialect.request(dialect.prepare(payload));
  return { url, headers: Object.fromEntries(headers) as Record<string, string | undefined> };
}

/** Why no endpoint can be made from a configuration; null if one can. */
export async function messageOf(config: EndpointConfigInput, apiKey?: string): Promise<string | null> {
  const transport = makeTransport();
  try {
    await createEndpoint(endpointConfigSchema.parse(config), { apiKey }, transport, countingClock());
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Runs `use` with additional environment variables, and removes them again. */
export async function withEnvironment(
  variables: Readonly<Record<string, string>>,
  use: () => Promise<void>,
): Promise<void> {
  const before = { ...process.env };
  Object.assign(process.env, variables);
  try {
    await use();
  } finally {
    for (const name of Object.keys(variables)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}
