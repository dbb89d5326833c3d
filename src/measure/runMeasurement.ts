/**
 * The measure module turns a plan into a run folder: it makes the payloads, connects the endpoint, sends the
 * requests on schedule, records every response and counts what is spent. It never reads saved folders back;
 * that is the results module. Start with `RunMeasurement` below, which prepares a run, then run/runner.ts for
 * its life and run/clientLoop.ts for the loop of one client.
 */

import { resolve } from 'node:path';
import type { Clock } from '../core/base/clock.ts';
import { messageOf } from '../core/base/errors.ts';
import type { RunEstimate } from '../core/cost/estimateTogether.ts';
import { pricingToJson } from '../core/cost/pricing.ts';
import { counterOf, type Tokenizer } from '../core/tokens/tokenizer.ts';
import type { Endpoint, EndpointSecrets } from '../endpoints/contract/endpoint.ts';
import type { EndpointConfig, EndpointKindId } from '../endpoints/kinds.ts';
import { defaultRunName } from '../folder/runFolder.ts';
import { RunRecorder } from '../folder/runRecorder.ts';
import { scrubber } from '../folder/scrubber.ts';
import type { EngineEvents } from '../protocol/engine.ts';
import type { EndpointInfo, RunOutcome, RunSnapshot } from '../protocol/run.ts';
import type { StartRun } from '../protocol/start.ts';
import { type CallbackContext, callbackSecrets, callbacksOf } from './callbacks/callbacksOf.ts';
import { sentPayloads } from './payloads/payloadsOf.ts';
import { addressNote, endpointInfo } from './plan/endpointInfo.ts';
import { withEnvironmentAddress } from './plan/environmentAddress.ts';
import { insecureKeyDiagnostics } from './plan/insecureKey.ts';
import type { RunPlan } from './plan/parsePlan.ts';
import { publicPlan, secretTexts, withoutSecrets } from './plan/publicPlan.ts';
import { endpointSecrets } from './plan/secrets.ts';
import type { RunCallback } from './run/callbacks.ts';
import type { SelfCheck } from './run/environment.ts';
import type { InterleavingTurn } from './run/interleavingTurn.ts';
import { RetryingEndpoint } from './run/retrying.ts';
import { configOf, type RunConfig } from './run/runConfig.ts';
import { Runner } from './run/runner.ts';
import { SnapshotMaker, type SnapshotSubject } from './snapshot.ts';
import type { RunSpending } from './spending/runSpending.ts';
import { spendingOf } from './spending/spendingOf.ts';
import { loadTokenizer } from './tokens/loadTokenizer.ts';

/** What a measurement needs from the process that it runs in. */
export interface MeasureContext {
  clock: Clock;
  environment: Readonly<Record<string, string | undefined>>;
  /** Written to files as the tool that made them, e.g. `llmeter-vscode 0.1.0`. */
  tool: string;
  /** Makes the endpoint of a configuration, with a transport of its own. */
  connect(config: EndpointConfig, secrets: EndpointSecrets, network: StartRun['network']): Promise<Endpoint>;
  /** How accurate the engine is, by a check of itself with an endpoint of this kind; null = not known. */
  selfCheck(kind: EndpointKindId): Promise<SelfCheck | null>;
  /** Takes the newest state of a step; see `EngineEvents`. */
  onSnapshot(step: number, snapshot: RunSnapshot): void;
  /** Hears that a step begins after others have ended. */
  onStep(step: number): void;
  /** Takes what the log should hold besides the results. */
  log?(entry: EngineEvents['log']): void;
  /** Shared by runs that may be logged at the same time; see `MlflowContext`. */
  parents?: Map<string, Promise<string>>;
}

/** What a run needs beyond others when it is a part of an experiment. */
export interface RunExtras {
  /** Its index among the steps of the measurement. Default: 0. */
  step?: number;
  /** For a run whose requests are interleaved with those of others. */
  turn?: InterleavingTurn;
  /** Of the plan's budget what is left for this run. */
  budget?: number;
  /** Receives the run's folder before the first request is sent. */
  opened?(folder: string): Promise<void>;
}

/** A run that could begin. */
interface Prepared {
  endpoint: Endpoint;
  tokenizer: Tokenizer;
  config: RunConfig;
  /** null where no price is known. */
  spending: RunSpending | null;
}

const snapshotEvery = 250;

/** One run as front ends see it: from a checked plan to a folder, with snapshots on the way. */
export class RunMeasurement {
  readonly #start: StartRun<RunPlan>;
  readonly #context: MeasureContext;
  readonly #step: number;
  readonly #turn: InterleavingTurn | undefined;
  readonly #opened: RunExtras['opened'];
  readonly #budget: number | undefined;
  readonly #snapshots: SnapshotMaker;
  readonly #startedAt: number;
  #subject: SnapshotSubject | null = null;
  #stopStage: 0 | 1 | 2 = 0;
  #redact = (text: string) => text;
  #baseUrlFrom: string | null = null;

  constructor(
    start: StartRun<RunPlan>,
    context: MeasureContext,
    { step = 0, turn, opened, budget }: RunExtras = {},
  ) {
    this.#start = start;
    this.#context = context;
    this.#step = step;
    this.#turn = turn;
    this.#opened = opened;
    this.#budget = budget;
    this.#snapshots = new SnapshotMaker(context.clock.now, context.clock.wall);
    this.#startedAt = context.clock.wall();
  }

  /** Runs to the end. Rejects with UserError when the plan or its environment must change. */
  run(): Promise<RunOutcome> {
    return this.#guarded(async (plan, found, secrets) => {
      const prepared = await this.#prepare(plan, found);
      const { endpoint, tokenizer, config, spending } = prepared;
      const callbacks = await this.#callbacks(plan, spending).catch(error => {
        endpoint.close();
        throw error;
      });
      const runner = new Runner({
        config,
        endpoint,
        clock: this.#context.clock,
        callbacks,
        spending,
        openFiles: config => this.#openFiles(config, plan, prepared, callbacks, secrets),
        redact: this.#redact,
        tokenizer,
        turn: this.#turn,
        selfCheck: await this.#context.selfCheck(plan.endpoint.kind),
        ofPlan: insecureKeyDiagnostics(plan.endpoint, found.apiKey),
      });
      return await this.#follow(
        runner,
        runner.config,
        endpointInfo(plan.endpoint, endpoint, this.#baseUrlFrom),
        spending,
      );
    });
  }

  /** What the run would cost; sends nothing. Rejects as `run` does. */
  estimate(): Promise<RunEstimate[]> {
    return this.#guarded(async (plan, found) => {
      const { endpoint, spending, config } = await this.#prepare(plan, found);
      endpoint.close();
      return [{ name: config.name, estimate: spending?.live().estimate ?? null }];
    });
  }

  stop(stage: 1 | 2): void {
    if (stage > this.#stopStage) this.#stopStage = stage;
    this.#subject?.runner.stop(stage);
  }

  async #connect({ endpoint, retries }: RunPlan, secrets: EndpointSecrets): Promise<Endpoint> {
    const connected = await this.#context.connect(endpoint, secrets, this.#start.network);
    const message = addressNote(endpoint, this.#baseUrlFrom);
    if (message !== null && (this.#step === 0 || this.#turn)) this.#context.log?.({ level: 'warn', message });
    await connected.open?.();
    return retries > 0 ? new RetryingEndpoint(connected, retries) : connected;
  }

  /** Removes secrets from the errors of `work`. */
  async #guarded<T>(
    work: (plan: RunPlan, found: EndpointSecrets, secrets: string[]) => Promise<T>,
  ): Promise<T> {
    const { environment } = this.#context;
    const { plan: written, secrets: given } = this.#start;
    const { endpoint, baseUrlFrom } = withEnvironmentAddress(written.endpoint, given, environment);
    this.#baseUrlFrom = baseUrlFrom;
    const plan = { ...written, endpoint };
    const found = endpointSecrets(endpoint, given, environment);
    const secrets = [...secretTexts(plan.endpoint, found), ...callbackSecrets(plan, environment)];
    this.#redact = scrubber(secrets);
    try {
      return await work(plan, found, secrets);
    } catch (error) {
      throw withoutSecrets(error, this.#redact);
    }
  }

  /** All that a run needs before its callbacks; of what was refused nothing stays open. */
  async #prepare(plan: RunPlan, found: EndpointSecrets): Promise<Prepared> {
    const { baseFolder } = this.#start;
    const tokenizer = await loadTokenizer(plan.tokenizer, baseFolder);
    const endpoint = await this.#connect(plan, found);
    try {
      const payloads = await sentPayloads(plan, endpoint, baseFolder, tokenizer);
      const spending = await spendingOf(plan, endpoint, tokenizer, this.#start, this.#context, this.#budget);
      const config = configOf(plan, plan.name ?? defaultRunName(this.#startedAt), payloads);
      config.description &&= this.#redact(config.description);
      spending?.begin(config);
      return { endpoint, tokenizer, config, spending };
    } catch (error) {
      endpoint.close();
      throw error;
    }
  }

  /** Costs come first: later callbacks find them among the statistics. */
  async #callbacks(plan: RunPlan, spending: RunSpending | null): Promise<RunCallback[]> {
    const { network, baseFolder, allowModules = false } = this.#start;
    const { log, parents = new Map() } = this.#context;
    const context: CallbackContext = {
      ...this.#context,
      network,
      baseFolder,
      allowModules,
      redact: this.#redact,
      parents,
      warn: message => log?.({ level: 'warn', message }),
    };
    return [...(spending ? [spending] : []), ...(await callbacksOf(plan, context))];
  }

  async #follow(
    runner: Runner,
    config: RunConfig,
    endpoint: EndpointInfo,
    spending: RunSpending | null,
  ): Promise<RunOutcome> {
    const subject: SnapshotSubject = {
      runner,
      config,
      spending,
      endpoint,
      startedAt: this.#startedAt,
      message: null,
      diagnostics: [],
    };
    this.#subject = subject;
    if (this.#stopStage !== 0) runner.stop(this.#stopStage);
    const publish = (final: boolean) =>
      this.#context.onSnapshot(this.#step, this.#snapshots.make(subject, final));
    const timer = setInterval(() => publish(false), snapshotEvery);
    publish(false);
    try {
      const result = await runner.run();
      subject.diagnostics = result.diagnostics;
      subject.message = runner.stopReason;
      return {
        folder: runner.folder ?? '',
        stats: result.stats,
        metrics: result.metrics,
        environment: result.environment,
        cost: result.cost,
        diagnostics: result.diagnostics,
        state: runner.state,
        message: runner.stopReason,
        totalRequests: result.summary.total_requests ?? 0,
        failedRequests: runner.tally.stats.failed,
      };
    } catch (error) {
      subject.message = this.#redact(messageOf(error));
      throw error;
    } finally {
      clearInterval(timer);
      publish(true);
    }
  }

  async #openFiles(
    config: RunConfig,
    plan: RunPlan,
    { endpoint, tokenizer, spending }: Prepared,
    callbacks: readonly RunCallback[],
    secrets: string[],
  ): Promise<RunRecorder> {
    const { baseFolder, defaultOutput } = this.#start;
    const recorder = await RunRecorder.create({
      output: resolve(baseFolder, plan.output ?? defaultOutput),
      name: config.name,
      makeUnique: plan.name === undefined,
      description: config.description,
      endpoint: endpoint.toDict(),
      tokenizer: counterOf(tokenizer, endpoint.tokenCounter).info,
      clients: config.clients,
      requests: config.requests,
      duration: config.duration,
      timeout: config.timeout,
      lowMemory: config.lowMemory,
      progressBarStats: config.progressBarStats,
      callbacks: callbacks.length === 0 ? null : callbacks.map(({ saved, name }) => saved ?? name),
      payloads: config.payloads,
      tool: this.#context.tool,
      plan: publicPlan(plan),
      endpointInfo: endpointInfo(plan.endpoint, endpoint, this.#baseUrlFrom),
      turns: this.#turn?.among ?? null,
      pricing: spending && pricingToJson(spending.pricing),
      secrets,
    });
    await this.#opened?.(recorder.folder);
    return recorder;
  }
}
