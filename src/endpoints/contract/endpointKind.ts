/** What the pickers, the command line and the docs need to know about an endpoint kind. Data only. */
export interface EndpointKind {
  id: string;
  label: string;
  description: string;
  /** null = models of VS Code itself: no address, no key, reachable only from its own process. */
  defaultBaseUrl: string | null;
  /** Path after the simulator's address (and scenario) in base URLs; null = the simulator has no such API. */
  simulatedPath: string | null;
  /** Environment variable of the key if the configuration names none; null = no key is ever needed. */
  apiKeyEnv: string | null;
  exampleModel: string;
  /** Accepted `provider` values; empty = free text. */
  providers: readonly string[];
  /**
   * Providers that are reached with AWS credentials where there is no key. The value is the environment
   * variable of the service's bearer token, or null if it accepts none.
   */
  awsProviders?: Readonly<Record<string, string | null>>;
  /** Where a plan's `cachePoint` can be marked; absent = nowhere. `byServer`: see the quirk `caching`. */
  cachePoints?: 'always' | 'byServer';
  /** Providers whose address is never the default one: it depends on the region or the customer. */
  ownAddresses?: readonly string[];
  /** With which environment variables the vendors' SDKs change the address; the first that is set counts. */
  addressVariables?: readonly AddressVariable[];
  /** Default number of clients of a run; absent = the user's setting applies. */
  usualClients?: number;
  presets: readonly EndpointPreset[];
}

/** An environment variable with a base URL. */
export interface AddressVariable {
  name: string;
  /** The providers that it is for; default: those that are not reached with AWS credentials. */
  providers?: readonly string[];
  /** It is for Azure's addressing only; default: for any other. */
  azure?: true;
  /** The variables of the key that belongs to the address, the preferred one first. */
  keys: readonly string[];
  /** The SDK adds it to an address that names no version of the API. */
  version?: string;
  /** The SDKs of today read this variable instead. */
  replacedBy?: string;
}

export interface EndpointPreset {
  label: string;
  provider: string;
  baseUrl: string;
  /** null = such a server usually needs no key. */
  apiKeyEnv: string | null;
  /** The SDK's variable for a bearer token, which it reads if there is no key. */
  bearerEnv?: string;
  exampleModel: string;
  quirks?: ServerQuirks;
}

/** How a server with one of OpenAI's APIs differs from most such servers. */
export interface ServerQuirks {
  /** Name of the token limit; default: `max_tokens`. */
  tokenLimit?: 'max_completion_tokens';
  /** Reports the usage of streams unasked, and rejects requests that ask for it. */
  unaskedUsage?: true;
  /** How thinking is requested; default: with `reasoning_effort`, as at OpenAI. */
  thinking?: ThinkingForm;
  /** How cache points are marked; default: they cannot be. */
  caching?: CacheForm;
}

export type ThinkingForm = 'openrouter' | 'chatTemplate' | 'deepseek';

/** In OpenAI's form, or in Anthropic's, which routers pass on. */
export type CacheForm = 'openai' | 'anthropic';
