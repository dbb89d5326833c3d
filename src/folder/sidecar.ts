import * as z from 'zod/mini';
import { isDuration } from '../core/base/duration.ts';
import type { JsonValue } from '../core/base/jsonValue.ts';
import { pricingSchema } from '../core/cost/pricing.ts';
import { type Display, isDisplay } from '../core/stats/display/liveStats.ts';
import type { RunState } from '../protocol/run.ts';
import { contentOf, type Document, isOfLaterSchema, open, orNull } from './documents.ts';
import { runFiles } from './names.ts';

const states = [
  'preparing',
  'warming',
  'running',
  'stopping',
  'saved',
  'partial',
  'failed',
] as const satisfies readonly RunState[];

const limit = z.optional(
  z.custom<number | string>(
    value => (typeof value === 'string' ? isDuration(value) : Number.isFinite(value)),
    'must be a time such as 30, "30s" or "250ms"',
  ),
);
const median = z.optional(open({ p50: orNull(z.number()) }));
const display = z.custom<Display>(isDisplay, 'must be statistics by their labels, or groups of them');
const spent = open({ requests: z.number(), unknown: z.number(), cost: z.number() });

/** The keys that we read. Others are kept as they are. */
const keys = {
  schema: z.literal(1),
  tool: z._default(z.string(), ''),
  /** `running` in a file means that the run is still running or was killed. */
  state: z.enum(states),
  /** Why a run failed or ended early. */
  message: orNull(z.string()),
  /** The checked plan without secrets. */
  plan: orNull(
    open({
      warmup: z.optional(z.number()),
      slo: z.optional(open({ ttft: limit, ttlt: limit, tpot: limit })),
      progressBarStats: z.optional(display),
      body: z.optional(z.record(z.string(), z.unknown())),
    }),
  ),
  /** Number of lines of `payload.jsonl`; null in runs up to version 0.1.0. */
  payloads: orNull(z.number()),
  /** The endpoint as it is shown. */
  endpoint: orNull(
    open({
      name: z.optional(z.string()),
      kind: z.optional(z.string()),
      baseUrl: orNull(z.string()),
      baseUrlFrom: orNull(z.string()),
      stream: z.optional(z.boolean()),
    }),
  ),
  /** Id that interleaved runs share; null if the run was not interleaved with others. */
  turns: orNull(z.string()),
  environment: orNull(open({ transport: z.optional(z.string()) })),
  /** How costs are computed, and the result; see `savedCost.ts`. */
  cost: orNull(
    open({
      pricing: orNull(pricingSchema),
      result: orNull(open({ unmeasured: spent, budget: orNull(z.number()) })),
    }),
  ),
  metrics: orNull(open({ ttft: median, ttlt: median })),
  diagnostics: orNull(
    z.array(
      open({
        id: z.string(),
        severity: z.enum(['info', 'warning']),
        message: z.string(),
        advice: z.string(),
        affected: z.optional(z.record(z.string(), z.array(z.string()))),
      }),
    ),
  ),
};

const sidecarSchema = open(keys);

/** `llmeter.json`: our data of a run beyond LLMeter's files. Written at the start and again at the end. */
export type Sidecar = z.output<typeof sidecarSchema>;

/** The sidecar as written. */
export type SidecarJson = Record<keyof typeof keys, JsonValue>;

/** Any data as plain JSON; values that JSON does not have are left out. */
export function plainJson(value: unknown): JsonValue {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}

/** The sidecar in a document; null without one, or if it has a later schema version. */
export function readSidecar(document: Document, warnings: string[]): Sidecar | null {
  if (isOfLaterSchema(document, runFiles.sidecar, warnings)) return null;
  return contentOf(document, runFiles.sidecar, sidecarSchema, warnings);
}
