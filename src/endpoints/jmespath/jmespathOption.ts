import * as z from 'zod/mini';

/** An option that is a JMESPath; null = do not look for it. */
export function jmespathOption(description: string) {
  return z.optional(z.nullable(z.string()).check(z.meta({ description: `JMESPath ${description}` })));
}
