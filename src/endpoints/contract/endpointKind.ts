/** What the pickers, the command line and the docs need to know of an endpoint kind. No code runs here. */
export interface EndpointKind {
  id: string;
  label: string;
  description: string;
  /** null = the models are the editor’s own: no address, no key, and only its own process reaches them. */
  defaultBaseUrl: string | null;
  /** What follows the simulator's address (and scenario) in a base URL of this kind; null = it has none. */
  simulatedPath: string | null;
  /** Variable read when the configuration names none; null = no key is ever needed. */
  apiKeyEnv: string | null;
  exampleModel: string;
  /** Accepted `provider` values; empty = free text. */
  providers: readonly string[];
  /**
   * Providers that are reached with AWS credentials where there is no key, with the variable of the
   * service's bearer token; null where it knows none.
   */
  awsProviders?: Readonly<Record<string, string | null>>;
  /** Clients that a run has unless somebody asks for more; default: what the user's settings say. */
  usualClients?: number;
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

/** Where a server that speaks one of OpenAI's APIs departs from what most of them understand. */
export interface ServerQuirks {
  /** Name of the token limit; `max_tokens` elsewhere. */
  tokenLimit?: 'max_completion_tokens';
  /** Reports the usage of a stream without being asked, and refuses to be asked. */
  unaskedUsage?: true;
  /** How it is told to think; as OpenAI is, by `reasoning_effort`, elsewhere. */
  thinking?: ThinkingForm;
  /** How it is told what to cache; there is no way elsewhere. */
  caching?: CacheForm;
}

export type ThinkingForm = 'openrouter' | 'chatTemplate' | 'deepseek';

/** As OpenAI is, or as Anthropic is, which routers hand on. */
export type CacheForm = 'openai' | 'anthropic';
