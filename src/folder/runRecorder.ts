import { writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type Delay, realDelay } from '../core/base/delay.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../core/base/jsonValue.ts';
import { writeJsonDocument, writeJsonLine, writeOwnLine } from '../core/base/write.ts';
import type { InvocationResponse } from '../core/request/response.ts';
import type { Stall } from '../core/request/stalls.ts';
import type { ResponseTrace } from '../core/request/trace.ts';
import { type Display, ungrouped } from '../core/stats/display/liveStats.ts';
import { type RunSummary, summaryToJson } from '../core/stats/runSummary.ts';
import type { Stats } from '../core/stats/stats.ts';
import type { RunState } from '../protocol/run.ts';
import { LineFile } from './lineFile.ts';
import { runFiles } from './names.ts';
import { writeResponse } from './responseLine.ts';
import { createRunFolder } from './runFolder.ts';
import { jsonScrubber } from './scrubber.ts';
import { plainJson, type SidecarJson } from './sidecar.ts';
import { writeStall } from './stallLine.ts';
import { writeWholeFile } from './wholeFile.ts';
import { unwritable } from './writeErrors.ts';

/** What is known of a run before its first request. Times are seconds. */
export interface RunStart {
  /** The run folder is created inside this folder. */
  output: string;
  name: string;
  /** Whether to make a name unique that is taken, as for default names, instead of rejecting it. */
  makeUnique: boolean;
  description: string | null;
  /** The endpoint's dictionary in LLMeter's form (llmeter-format 1.0). */
  endpoint: JsonObject;
  tokenizer: JsonObject;
  clients: number;
  /** Per client; null for a time-bound run. */
  requests: number | null;
  duration: number | null;
  timeout: number;
  lowMemory: boolean;
  /** What was shown while it ran; null = LLMeter's usual statistics. */
  progressBarStats: Display | null;
  /** Callbacks as untagged objects, or null. */
  callbacks: JsonValue;
  payloads: readonly JsonObject[];
  /** From here on: content of the sidecar. */
  tool: string;
  plan: unknown;
  endpointInfo: unknown;
  turns: string | null;
  /** How costs are computed, or null. */
  pricing: JsonObject | null;
  /** Texts that must not be written to any file. */
  secrets: readonly string[];
}

/** The results of a run. */
export interface RunEndFiles {
  summary: RunSummary;
  stats: Stats;
  environment: unknown;
  /** What the run cost, or null. */
  cost: unknown;
  metrics: unknown;
  diagnostics: unknown;
}

/**
 * Writes a run folder that both we and Python LLMeter can read (llmeter-format 4.6). A response is on disk well
 * within a second, and the folder of a killed run can be loaded.
 */
export class RunRecorder {
  readonly folder: string;
  /** The run's final name. */
  readonly name: string;
  readonly #scrub: (json: string) => string;
  readonly #responses: LineFile;
  readonly #traces: LineFile;
  readonly #stalls: LineFile;
  #sidecar: SidecarJson;

  private constructor(
    at: { folder: string; name: string },
    files: { responses: LineFile; traces: LineFile; stalls: LineFile },
    scrub: (json: string) => string,
    sidecar: SidecarJson,
  ) {
    this.folder = at.folder;
    this.name = at.name;
    this.#responses = files.responses;
    this.#traces = files.traces;
    this.#stalls = files.stalls;
    this.#scrub = scrub;
    this.#sidecar = sidecar;
  }

  /** Creates the folder and writes everything that is known before the first request. Throws UserError. */
  static async create(start: RunStart, delay: Delay = realDelay): Promise<RunRecorder> {
    const at = await createRunFolder(start.output, start.name, start.makeUnique);
    const scrub = jsonScrubber(start.secrets);
    const sidecar: SidecarJson = {
      schema: 1,
      tool: start.tool,
      state: 'running',
      message: null,
      plan: plainJson(start.plan),
      payloads: start.payloads.length,
      endpoint: plainJson(start.endpointInfo),
      turns: start.turns,
      environment: null,
      cost: start.pricing && { pricing: start.pricing },
      metrics: null,
      diagnostics: null,
    };
    const inFolder = (file: string) => join(at.folder, file);
    try {
      const payloads = start.payloads.map(payload => `${scrub(writeJsonLine(payload))}\n`).join('');
      await writeFile(inFolder(runFiles.payload), payloads);
      await writeFile(inFolder(runFiles.config), scrub(writeJsonDocument(runConfigJson(start, at))));
      await writeWholeFile(inFolder(runFiles.sidecar), scrub(writeJsonDocument(plainJson(sidecar))));
      const files = {
        responses: await LineFile.create(inFolder(runFiles.responses), delay),
        traces: await LineFile.create(inFolder(runFiles.trace), delay),
        stalls: await LineFile.create(inFolder(runFiles.stalls), delay),
      };
      return new RunRecorder(at, files, scrub, sidecar);
    } catch (error) {
      throw unwritable(at.folder, error);
    }
  }

  get #files(): LineFile[] {
    return [this.#responses, this.#traces, this.#stalls];
  }

  /** Whether a write has failed, e.g. on a full disk; `finish` throws the error. */
  get broken(): boolean {
    return this.#files.some(file => file.failed);
  }

  /** Adds a measured request; `trace` is null if it could not be sent. */
  append(response: InvocationResponse, trace: ResponseTrace | null): void {
    this.#responses.push(this.#scrub(writeResponse(response)));
    if (trace) this.appendTrace(trace);
  }

  /** Adds a request that is excluded from all statistics: warm-up or cancelled. */
  appendTrace(trace: ResponseTrace): void {
    this.#traces.push(this.#scrub(writeOwnLine(trace)));
  }

  appendStall(stall: Stall): void {
    this.#stalls.push(writeStall(stall));
  }

  /** Completes the folder of a run that ended or was stopped (`partial`). Throws UserError. */
  async finish(end: RunEndFiles, state: RunState, message: string | null = null): Promise<void> {
    const { cost } = this.#sidecar;
    this.#sidecar = {
      ...this.#sidecar,
      state,
      message,
      environment: plainJson(end.environment),
      cost: isJsonObject(cost) ? { ...cost, result: plainJson(end.cost) } : null,
      metrics: plainJson(end.metrics),
      diagnostics: plainJson(end.diagnostics),
    };
    await this.#guarded(async () => {
      await this.#closeLines();
      // The summary is written last: if it exists, all files are complete.
      await this.#writeDocument(runFiles.stats, end.stats);
      await this.#writeDocument(runFiles.sidecar, plainJson(this.#sidecar));
      await this.#writeDocument(runFiles.summary, summaryToJson(end.summary));
    });
  }

  /** Updates a finished folder with later diagnostics. Throws UserError. */
  async amend({ diagnostics }: Pick<RunEndFiles, 'diagnostics'>): Promise<void> {
    this.#sidecar = { ...this.#sidecar, diagnostics: plainJson(diagnostics) };
    await this.#guarded(() => this.#writeDocument(runFiles.sidecar, plainJson(this.#sidecar)));
  }

  /** Completes the folder of a run that could not continue. The recorded requests can be loaded. */
  async abandon(message: string): Promise<void> {
    this.#sidecar = { ...this.#sidecar, state: 'failed', message };
    await this.#guarded(async () => {
      await this.#closeLines();
      await this.#writeDocument(runFiles.sidecar, plainJson(this.#sidecar));
    });
  }

  async #closeLines(): Promise<void> {
    const closed = await Promise.allSettled(this.#files.map(file => file.close()));
    for (const result of closed) if (result.status === 'rejected') throw result.reason;
  }

  async #writeDocument(file: string, json: JsonValue): Promise<void> {
    await writeWholeFile(join(this.folder, file), this.#scrub(writeJsonDocument(json)));
  }

  async #guarded(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      throw unwritable(this.folder, error);
    }
  }
}

/** The 13 keys of `run_config.json` in order (llmeter-format 4.6). */
function runConfigJson(start: RunStart, at: { folder: string; name: string }): JsonObject {
  const posix = at.folder.replaceAll(sep, '/');
  return {
    endpoint: start.endpoint,
    output_path: posix,
    tokenizer: start.tokenizer,
    clients: start.clients,
    n_requests: start.requests ?? 0,
    run_duration: start.duration,
    payload: `${posix}/${runFiles.payload}`,
    run_name: at.name,
    run_description: start.description,
    timeout: start.timeout,
    callbacks: start.callbacks,
    low_memory: start.lowMemory,
    progress_bar_stats: start.progressBarStats && (ungrouped(start.progressBarStats) as JsonObject),
  };
}
