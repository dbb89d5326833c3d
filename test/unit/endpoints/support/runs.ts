import type { Clock } from '../../../../src/core/base/clock.ts';
import type { JsonObject } from '../../../../src/core/base/jsonValue.ts';
import type { InvocationResponse } from '../../../../src/core/request/response.ts';
import type { ResponseTrace } from '../../../../src/core/request/trace.ts';
import type { Endpoint } from '../../../../src/endpoints/contract/endpoint.ts';
import { type EndpointConfigInput, endpointConfigSchema } from '../../../../src/endpoints/kinds.ts';
import { createEndpoint } from '../../../../src/endpoints/registry.ts';
import { HttpTransport } from '../../../../src/endpoints/transport/httpTransport.ts';
import type { RunCallback } from '../../../../src/measure/run/callbacks.ts';
import type { RunConfig } from '../../../../src/measure/run/runConfig.ts';
import { Runner } from '../../../../src/measure/run/runner.ts';
import type { RunResult } from '../../../../src/measure/run/runResult.ts';
import { systemClock } from '../../../../src/measure/run/systemClock.ts';

export interface RunRecord {
  response: InvocationResponse;
  trace: ResponseTrace | null;
}

export interface RunRecords {
  records: RunRecord[];
  result: RunResult;
}

export type RunOptions = Partial<RunConfig> & {
  endpoint: Endpoint;
  clock?: Clock;
  callbacks?: RunCallback[];
  redact?: (text: string) => string;
};

/** A real endpoint over a real transport. */
export function realEndpoint(config: EndpointConfigInput, apiKey?: string): Promise<Endpoint> {
  const transport = new HttpTransport({ clock: systemClock, environment: {} });
  return createEndpoint(endpointConfigSchema.parse(config), { apiKey }, transport, systemClock);
}

/** Runs to the end with the real runner; keeps every record in memory instead of files. */
export async function runAll(options: RunOptions): Promise<RunRecords> {
  const {
    endpoint,
    clock = systemClock,
    callbacks = [],
    redact = (text: string) => text,
    ...config
  } = options;
  const records: RunRecord[] = [];
  const runner = new Runner({
    config: {
      name: 'test',
      description: null,
      clients: 1,
      requests: 1,
      duration: null,
      warmup: 0,
      rampUp: 0,
      timeout: 60,
      seed: 0,
      lowMemory: false,
      distribute: false,
      progressBarStats: null,
      slo: {},
      maxErrorRate: null,
      stopOn: null,
      payloads: [endpoint.createPayload('Say hello in one short sentence.', { maxTokens: 200 })],
      ...config,
    },
    endpoint,
    clock,
    callbacks,
    openFiles: async () => ({
      folder: '',
      broken: false,
      name: 'test',
      append: (response, trace) => records.push({ response, trace }),
      appendTrace: () => {},
      appendStall: () => {},
      finish: async () => {},
      amend: async () => {},
      abandon: async () => {},
    }),
    redact,
  });
  return { result: await runner.run(), records };
}

/** A payload that throws if anything changes it. */
export function frozen(payload: JsonObject): JsonObject {
  for (const member of Object.values(payload)) {
    if (typeof member === 'object' && member !== null) frozen(member as JsonObject);
  }
  return Object.freeze(payload);
}
