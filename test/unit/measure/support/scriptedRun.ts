import type { InvocationResponse } from '../../../../src/core/request/response.ts';
import { type Stall, stallsOf } from '../../../../src/core/request/stalls.ts';
import type { ResponseTrace } from '../../../../src/core/request/trace.ts';
import type { RunCallback } from '../../../../src/measure/run/callbacks.ts';
import type { watchSelf } from '../../../../src/measure/run/environment.ts';
import type { RunConfig } from '../../../../src/measure/run/runConfig.ts';
import type { RunFiles } from '../../../../src/measure/run/runFiles.ts';
import { Runner } from '../../../../src/measure/run/runner.ts';
import type { RunResult } from '../../../../src/measure/run/runResult.ts';
import type { RunSpending } from '../../../../src/measure/spending/runSpending.ts';
import type { RunState } from '../../../../src/protocol/run.ts';
import { type Answer, type Call, hello, ScriptedEndpoint } from './scriptedEndpoint.ts';
import { VirtualClock } from './virtualClock.ts';

/** A run folder in memory. */
export class MemoryFiles implements RunFiles {
  readonly folder = '/runs/r1';
  readonly name = 'r1';
  readonly responses: InvocationResponse[] = [];
  readonly traces: ResponseTrace[] = [];
  readonly stalls: Stall[] = [];
  broken = false;
  finished: { result: RunResult; state: RunState; message: string | null } | null = null;
  /** Ids of the diagnostics that were saved last. */
  amended: string[] | null = null;
  abandoned: string | null = null;

  append(response: InvocationResponse, trace: ResponseTrace | null): void {
    this.responses.push(response);
    if (trace) this.traces.push(trace);
  }
  appendTrace(trace: ResponseTrace): void {
    this.traces.push(trace);
  }
  appendStall(stall: Stall): void {
    this.stalls.push(stall);
  }
  async finish(result: RunResult, state: RunState, message: string | null): Promise<void> {
    this.finished = { result, state, message };
  }
  async amend(result: RunResult): Promise<void> {
    this.amended = result.diagnostics.map(({ id }) => id);
  }
  async abandon(message: string): Promise<void> {
    this.abandoned = message;
  }
}

/** A process that is never held up, since real timers mean nothing in virtual time; `stalls`: but for these. */
export function unwatched(stalls: readonly Stall[] = []): typeof watchSelf {
  return (_, __, onStall) => {
    for (const stall of stalls) onStall?.(stall);
    return {
      stalls: { ...stallsOf(stalls), read: () => {} },
      read: () => ({
        stallTotal: 0,
        stallLongest: 0,
        gcTotal: 0,
        gcMax: 0,
        utilization: 0,
        cpu: 0,
        memory: 0,
      }),
      stop: () => {},
    };
  };
}

export interface ScriptedRunOptions {
  config?: Partial<RunConfig>;
  /** How each request is answered; null = the test answers. */
  script?: ((call: Call) => Answer) | null;
  callbacks?: readonly RunCallback[];
  redact?: (text: string) => string;
  /** Replaces the watch over this process. */
  watch?: typeof watchSelf;
  /** Counts what the run spends. */
  spending?: (clock: VirtualClock) => RunSpending;
}

/** One client that sends one request. A new object each time, because callbacks may edit it. */
export function plainConfig(): RunConfig {
  return {
    name: 'r1',
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
    payloads: [{ prompt: 'a' }],
  };
}

/** A runner over a scripted API, a virtual clock and files in memory. */
export function scriptedRun({
  config = {},
  script = () => hello,
  callbacks = [],
  redact = text => text,
  watch = unwatched(),
  spending: spendingOf,
}: ScriptedRunOptions = {}) {
  const clock = new VirtualClock();
  const endpoint = new ScriptedEndpoint(clock, script);
  const files = new MemoryFiles();
  const spending = spendingOf?.(clock) ?? null;
  const runner = new Runner({
    config: { ...plainConfig(), ...config },
    endpoint,
    clock,
    callbacks: spending ? [spending, ...callbacks] : callbacks,
    spending,
    openFiles: async () => files,
    redact,
    delay: clock.delay,
    watch,
  });
  return { clock, endpoint, files, runner };
}

/** Runs to the end in virtual time. */
export async function wholeRun(options: ScriptedRunOptions = {}) {
  const run = scriptedRun(options);
  const result = await run.clock.until(run.runner.run());
  return { ...run, result };
}

export function prompts(...texts: string[]) {
  return texts.map(prompt => ({ prompt }));
}
