/**
 * Types of a module that a run plan names: `callbacks: [{ module: ./my-callback.mjs, options: {...} }]`.
 *
 * The module exports some of the hooks of `Callback`, or `createCallback(options)`, which returns them.
 * For completion in plain JavaScript: `@param {import('.../callback.d.ts').RunConfig} config`.
 *
 * It runs in a thread of its own, loaded anew for each run, and is given copies. What it changes in them
 * is checked and then holds. Hooks run in the order of the plan's callbacks, outside of the measured time.
 * A hook that throws, or takes longer than 30 seconds, harms only what it was called for.
 */
export interface Callback {
  /** Once, before anything is written or sent. Throwing refuses the run. */
  beforeRun?(config: RunConfig): void | Promise<void>;
  /** Before each request; what it makes of the payload is sent and kept. Throwing fails this request. */
  beforeInvoke?(payload: Record<string, unknown>, request: RequestPlace): void | Promise<void>;
  /** After each measured request, one after another, token counts known. Throwing changes nothing. */
  afterInvoke?(response: InvocationResponse): void | Promise<void>;
  /** Once, before statistics are saved, also after a run that was stopped. Throwing changes nothing. */
  afterRun?(result: RunResult): void | Promise<void>;
}

/** `options` is what the plan says, or undefined. */
export type CreateCallback<Options = unknown> = (options: Options) => Callback | Promise<Callback>;

/** Only the members that are not marked as readonly may be changed. Times are seconds. */
export interface RunConfig {
  readonly name: string;
  description: string | null;
  clients: number;
  /** Requests per client; null for a time-bound run. */
  requests: number | null;
  /** Length of a time-bound run; null for a count-bound one. */
  duration: number | null;
  /** Requests each client sends first, left out of all statistics. */
  warmup: number;
  rampUp: number;
  timeout: number;
  seed: number;
  readonly lowMemory: boolean;
  readonly slo: { readonly ttft?: number | undefined; readonly ttlt?: number | undefined; readonly tpot?: number | undefined };
  /** In the provider's own form; bytes are Uint8Arrays. */
  payloads: Record<string, unknown>[];
}

export interface RequestPlace {
  readonly phase: 'warmup' | 'measure' | 'cancelled';
  /** Client (0-based) and its request number in this phase (0-based). */
  readonly client: number;
  readonly index: number;
}

/** A line of responses.jsonl, under LLMeter's names. Times are seconds; null = not known. */
export interface InvocationResponse {
  response_text: string | null;
  /** The payload that was really sent. */
  input_payload: Record<string, unknown> | null;
  id: string | null;
  input_prompt: unknown;
  time_to_first_token: number | null;
  time_to_last_token: number | null;
  num_tokens_input: number | null;
  num_tokens_output: number | null;
  num_tokens_input_cached: number | null;
  num_tokens_output_reasoning: number | null;
  time_per_output_token: number | null;
  /** null = success. */
  error: string | null;
  retries: number | null;
  /** Milliseconds since the epoch. */
  request_time: number | null;
}

export interface RunResult {
  /** What goes into summary.json; times are milliseconds since the epoch. */
  readonly summary: Readonly<Record<string, string | number | null>>;
  /** What goes into stats.json, contributions included. */
  readonly stats: Readonly<Record<string, unknown>>;
  /** LLMeter for VS Code's own metrics, as in llmeter.json. */
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly interrupted: boolean;
  /** Requests that were given up when the run was stopped. */
  readonly cancelled: number;
  /** Empty with `lowMemory`. */
  readonly responses: readonly InvocationResponse[];
  /** Adds statistics to stats.json. Throws for what is not a finite number. */
  contribute(values: Record<string, number>): void;
}
