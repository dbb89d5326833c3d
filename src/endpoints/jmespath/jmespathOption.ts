import * as z from 'zod/mini';

/** An option that holds a JMESPath; null = look for nothing. */
export function jmespathOption(description: string) {
  return z.optional(z.nullable(z.string()).check(z.meta({ description: `JMESPath ${description}` })));
}
