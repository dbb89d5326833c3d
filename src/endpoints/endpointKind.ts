/** What the pickers, the command line and the docs need to know of an endpoint kind. No code runs here. */
export interface EndpointKind {
  id: string;
  label: string;
  description: string;
  defaultBaseUrl: string;
  /** What follows the simulator's address (and scenario) in a base URL of this kind. */
  simulatedPath: string;
  /** Variable read when the configuration names none. */
  apiKeyEnv: string;
  exampleModel: string;
  /** Accepted `provider` values; empty = free text. */
  providers: readonly string[];
  /**
   * Providers that are reached with AWS credentials where there is no key, with the variable of the
   * service's bearer token; null where it knows none.
   */
  awsProviders?: Readonly<Record<string, string | null>>;
  presets: readonly EndpointPreset[];
}

export interface EndpointPreset {
  label: string;
  provider: string;
  baseUrl: string;
  /** null = such a server usually wants no key. */
  apiKeyEnv: string | null;
  exampleModel: string;
  quirks?: ServerQuirks;
}

/** Where a server that speaks Chat Completions departs from what most of them understand. */
export interface ServerQuirks {
  /** Name of the token limit; `max_tokens` elsewhere. */
  tokenLimit?: 'max_completion_tokens';
  /** Reports the usage of a stream without being asked, and refuses to be asked. */
  unaskedUsage?: true;
}
