import type { ComparedKey } from '../core/compare/comparedMetrics.ts';
import type { PlanPlace } from './consent.ts';

/** Values that must never be written anywhere; they exist only in the engine's memory. */
export interface Secrets {
  apiKey?: string;
  /** Static AWS keys. Without them the credential chain of the AWS tools applies. */
  aws?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  /** The origin that they were saved for. They are sent to no address that the environment names. */
  boundTo?: string;
}

/** What the process knows about the network that the engine must use. */
export interface NetworkSettings {
  /** Proxy URL for all requests. Default: HTTPS_PROXY, HTTP_PROXY and NO_PROXY of the environment. */
  proxy?: string;
  /** Additional certificate authorities, PEM. */
  certificates?: string[];
}

/** What every measurement needs besides its plans. */
interface StartCommon {
  /** Folder that a relative `output` or payload path starts from. */
  baseFolder: string;
  /** Where run folders go when the plan names no `output`. */
  defaultOutput: string;
  /** Price table for plans that name none. */
  prices?: string;
  /** Where the plans come from. Default: nothing of them was chosen by the person who runs them. */
  place?: PlanPlace;
  /** The hash of the list that the person agreed to; needed if that list is not empty (see `ConsentList`). */
  agreed?: string;
  /** Whether modules that a plan names as callbacks may run, as in a trusted workspace. Default: no. */
  allowModules?: boolean;
  network: NetworkSettings;
}

/**
 * `Plan` is unknown for a plan as a person wrote it. The engine checks each plan once, when a measurement
 * arrives, and explains errors in sentences. From then on `Plan` is the type of a checked plan.
 */
export interface StartRun<Plan = unknown> extends StartCommon {
  plan: Plan;
  secrets: Secrets;
}

/** The plan with each number of clients in turn, in this order. */
export interface StartLoadTest<Plan = unknown> extends StartRun<Plan> {
  levels: number[];
  /** Minimum requests per client and per level (llmeter-format 7.1). Not for a plan with a duration. */
  minRequestsPerClient?: number;
  minRequestsPerRun?: number;
}

/** One side of an A/B test: a plan with what its endpoint needs. */
export interface AbSide<Plan = unknown> {
  /** Shown everywhere, and the name of the side's run folder. */
  name: string;
  /** Clients, requests and seed must be the same on all sides. */
  plan: Plan;
  secrets: Secrets;
  /** Folder that its relative paths start from. Default: that of the A/B test. */
  baseFolder?: string;
  /** Default: that of the A/B test. */
  place?: PlanPlace;
}

/**
 * Plans whose requests are interleaved: each client sends one request of every side before the next, in an
 * order that changes, so that drift of network and server affects all sides alike.
 */
export interface StartAb<Plan = unknown> extends StartCommon {
  sides: AbSide<Plan>[];
  /** Name of the test and of its folder. Default: date and time. */
  name?: string;
  /** Chosen before looking at results. */
  decidingMetric?: ComparedKey;
  /** The largest acceptable loss in the deciding metric (see `CompareOptions`), also chosen before. */
  margin?: number;
  /** Id of the recipe this came from (`core/recipes`). */
  recipe?: string;
}

/** The plan's endpoint asked with every combination of input and output length. */
export interface StartHeatmap<Plan = unknown> extends StartRun<Plan> {
  /** Text file that prompts are cut from, or null for generated text. */
  source: string | null;
  /** Tokens. */
  inputLengths: number[];
  outputLengths: number[];
  requestsPerCombination: number;
}
