import * as z from 'zod/mini';

const describe = (description: string) => z.meta({ description });

/**
 * The fields of every endpoint kind. A kind spreads them into its own strict object and adds its options, so
 * that one schema provides the type, the check, the JSON schema and the form.
 */
export const commonEndpointFields = {
  model: z.string().check(z.minLength(1), describe('Model id as the provider names it.')),
  name: z.optional(
    z.string().check(z.minLength(1), describe('Name shown in lists and reports; default: the model id.')),
  ),
  stream: z
    ._default(z.boolean(), true)
    .check(describe('Stream the answer. Without streaming there is no time to first token.')),
  baseUrl: z.optional(
    z
      .string()
      .check(
        describe(
          'Address of the API, up to and including its version, e.g. http://localhost:8000/v1. What a request adds to it may follow.',
        ),
      ),
  ),
  apiKeyEnv: z.optional(
    z
      .string()
      .check(z.regex(/^[A-Za-z_][A-Za-z0-9_]*$/), describe('Environment variable that holds the API key.')),
  ),
  allowInsecureKey: z.optional(
    z
      .boolean()
      .check(
        describe(
          'Send the key over http:// to another machine, although everyone on the way can read it. Every report says so.',
        ),
      ),
  ),
  insecure: z.optional(
    z
      .boolean()
      .check(
        describe(
          'Do not check the TLS certificate of a server of your own. Every report says so; refused for the addresses of known providers.',
        ),
      ),
  ),
  headers: z.optional(
    z
      .record(z.string(), z.string())
      .check(describe('Additional request headers. They are saved in plain text, so never put a key here.')),
  ),
} as const;

/** The fields that the configurations of all kinds have in common. */
export interface EndpointConfigBase {
  kind: string;
  model: string;
  name?: string | undefined;
  stream: boolean;
  provider?: string | undefined;
  baseUrl?: string | undefined;
  apiKeyEnv?: string | undefined;
  allowInsecureKey?: boolean | undefined;
  insecure?: boolean | undefined;
  headers?: Record<string, string> | undefined;
}

/** The scenario of a base URL for the built-in simulator, `simulated:` or `simulated:<scenario>`; else null. */
export function simulatedScenario(baseUrl: string | undefined): string | null {
  const match = /^simulated:(.*)$/.exec(baseUrl ?? '');
  return match ? match[1] || 'default' : null;
}
