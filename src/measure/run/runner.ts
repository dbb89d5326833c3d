import { longestDelay, realDelay } from '../../core/base/delay.ts';
import { messageOf } from '../../core/base/errors.ts';
import type { InvocationResponse } from '../../core/request/response.ts';
import type { ResponseTrace } from '../../core/request/trace.ts';
import type { RunEnd } from '../../core/stats/runSummary.ts';
import { counterOf, whitespaceTokenizer } from '../../core/tokens/tokenizer.ts';
import { type Diagnostic, isOver, type RunState } from '../../protocol/run.ts';
import { Backlog } from './backlog.ts';
import { BudgetGate } from './budgetGate.ts';
import { Callbacks } from './callbacks.ts';
import { ClientLoop, type Outcome } from './clientLoop.ts';
import { diagnose, type Evidence } from './diagnostics.ts';
import { environmentOf, type SelfWatch, watchSelf } from './environment.ts';
import { payloadOrder } from './payloadOrder.ts';
import { RampUp } from './rampUp.ts';
import { askedRecordsOf, type RequestRecords, recordsOf, unpackedFirst } from './requestRecords.ts';
import { resultOf } from './resultOf.ts';
import { plannedRequests, type RunConfig, warmupPayload } from './runConfig.ts';
import type { RunCounts } from './runCounts.ts';
import type { RunFiles } from './runFiles.ts';
import type { RunnerOptions } from './runnerOptions.ts';
import type { RunResult } from './runResult.ts';
import { RunTally } from './runTally.ts';
import { type StopReason, StopRule } from './stopRule.ts';
import { summaryOf } from './summaryOf.ts';
import { lostTimes } from './waitingDiagnostics.ts';

/** One run from its first callback to its last file (llmeter-format 4.2). Use once. */
export class Runner {
  readonly #options: RunnerOptions;
  readonly #config: RunConfig;
  readonly #backlog: Backlog<Outcome>;
  readonly #loops: ClientLoop[] = [];
  readonly #gate: BudgetGate | undefined;
  readonly #responses: InvocationResponse[] = [];
  readonly #callbacks: Callbacks;
  #watch: SelfWatch | null = null;
  readonly #ramp: RampUp;
  readonly #counts = { sent: 0, done: 0, cancelled: 0, inFlight: 0, warmupDone: 0 };
  /** Milliseconds in which clients could not send. */
  readonly #lost = { hooks: 0, pauses: 0, budget: 0 };
  #tally: RunTally;
  #files: RunFiles | null = null;
  #state: RunState = 'preparing';
  #runStart = 0;
  #measuredAt = 0;
  #lastEndedWall = 0;
  #stopStage = 0;
  readonly #stopRule: StopRule | null;
  #stopReason: StopReason | null = null;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#config = options.config;
    this.#tally = new RunTally(options.config.slo);
    this.#stopRule = this.#config.stopOn && new StopRule(this.#config.stopOn);
    this.#backlog = new Backlog(
      unpackedFirst(outcome => this.#process(outcome)),
      options.clock.now,
      () => this.stop(1),
    );
    this.#gate = options.spending ? new BudgetGate(options.spending) : undefined;
    this.#callbacks = new Callbacks(options.callbacks, options.redact);
    this.#ramp = new RampUp(options.delay ?? realDelay);
  }

  get state(): RunState {
    return this.#state;
  }
  get config(): RunConfig {
    return this.#config;
  }
  get folder(): string | null {
    return this.#files?.folder ?? null;
  }
  get tally(): RunTally {
    return this.#tally;
  }
  /** Why failures ended the run early, as a sentence; null if they did not. */
  get stopReason(): string | null {
    return this.#stopReason?.message ?? null;
  }
  /** Seconds since the measured part began. */
  get elapsed(): number {
    return this.#measuredAt === 0 ? 0 : (this.#options.clock.now() - this.#measuredAt) / 1000;
  }
  get counts(): RunCounts {
    const answering = this.#loops.filter(loop => loop.answering).length;
    return { ...this.#counts, answering, backlog: this.#backlog.length };
  }

  /** Stage 1: send no more, let requests in flight finish. Stage 2: cancel those as well. Data are kept. */
  stop(stage: 1 | 2): void {
    if (this.#stopStage >= stage || isOver(this.#state)) return;
    this.#stopStage = stage;
    this.#state = 'stopping';
    this.#ramp.end();
    this.#gate?.close();
    for (const loop of this.#loops) {
      if (stage === 1) loop.stop();
      else loop.abort('The run was stopped before this answer was complete.');
    }
  }

  /** Runs to the end. Rejects only if the run cannot start or its files cannot be written. */
  async run(): Promise<RunResult> {
    try {
      return await this.#run();
    } catch (error) {
      this.#state = 'failed';
      // The first error is the one to report, whatever happens to the files afterwards.
      await this.#files?.abandon(this.#options.redact(messageOf(error))).catch(() => {});
      throw error;
    } finally {
      this.#watch?.stop();
      this.#options.endpoint.close();
      await this.#callbacks.close();
    }
  }

  async #run(): Promise<RunResult> {
    const { clock, config, endpoint, openFiles, watch: startWatch = watchSelf } = this.#options;
    await this.#callbacks.beforeRun(config);
    this.#options.spending?.begin(config);
    await this.#options.turn?.begin();
    this.#tally = new RunTally(config.slo, this.#callbacks.editRequests, endpoint.toDict());
    this.#files = await openFiles(config);
    if (this.#files) config.name = this.#files.name;
    this.#makeLoops();
    this.#runStart = clock.now();
    if (config.warmup > 0) {
      this.#enter('warming');
      await Promise.all(this.#loops.map(loop => loop.run('warmup', config.warmup, Number.POSITIVE_INFINITY)));
      await this.#backlog.drained();
    }
    this.#enter('running');
    const watch = startWatch(clock, this.#runStart, stall => this.#files?.appendStall(stall));
    this.#watch = watch;
    this.#tally.watchStalls(watch.stalls);
    endpoint.watchReads?.(watch.stalls);
    const startTime = clock.wall();
    this.#measuredAt = clock.now();
    this.#tally.measuredFrom = (this.#measuredAt - this.#runStart) / 1000;
    await Promise.all(this.#loops.map((loop, client) => this.#measure(loop, client)));
    const totalTestTime = (clock.now() - this.#measuredAt) / 1000;
    // A later stop interrupts nothing: every request has been sent and answered.
    const interrupted = (this.#stopStage > 0 || this.#gate?.refused === true) && !this.#isComplete();
    const self = watch.read();
    await this.#backlog.drained();
    if (!interrupted) this.#stopReason = null;
    return this.#finish({ startTime, totalTestTime, interrupted }, self);
  }

  /** Failures ended the run only after every request had been sent. */
  #isComplete(): boolean {
    const { sent, cancelled } = this.#counts;
    return this.#stopReason !== null && cancelled === 0 && sent === plannedRequests(this.#config);
  }

  #enter(state: RunState): void {
    if (this.#stopStage === 0) this.#state = state;
  }

  #makeLoops(): void {
    const { endpoint, callbacks, clock, turn, delay = realDelay } = this.#options;
    const { clients, payloads, timeout } = this.#config;
    for (let client = 0; client < clients; client += 1) {
      const loop = new ClientLoop({
        client,
        endpoint,
        payloads,
        order: payloadOrder(this.#config, client),
        warmupPayload: warmupPayload(this.#config),
        timeout: Math.min(timeout * 1000, longestDelay),
        callbacks,
        turn,
        now: () => clock.now(),
        wall: () => clock.wall(),
        gate: this.#gate,
        onSent: phase => {
          this.#counts.inFlight += 1;
          if (phase === 'measure') this.#counts.sent += 1;
        },
        onLost: (why, milliseconds) => {
          this.#lost[why] += milliseconds;
        },
        delay,
        onOutcome: outcome => {
          if (outcome.exchange) this.#counts.inFlight -= 1;
          if (outcome.phase === 'measure') this.#lastEndedWall = clock.wall();
          this.#backlog.push(outcome);
        },
      });
      if (this.#stopStage > 0) loop.stop();
      this.#loops.push(loop);
    }
  }

  async #measure(loop: ClientLoop, client: number): Promise<void> {
    const { clients, requests, duration, rampUp, distribute } = this.#config;
    await this.#ramp.wait((rampUp * 1000 * client) / clients);
    const deadline = duration === null ? Number.POSITIVE_INFINITY : this.#measuredAt + duration * 1000;
    const limit = distribute ? loop.ownPayloads : requests;
    await loop.run('measure', limit ?? Number.POSITIVE_INFINITY, deadline);
  }

  #process(outcome: Outcome): void | Promise<void> {
    const { endpoint, redact, tokenizer = whitespaceTokenizer } = this.#options;
    const { visibleTokensOnly } = endpoint.identity;
    const options = { visibleTokensOnly, runStart: this.#runStart, redact, tokenizer };
    const counter = counterOf(tokenizer, endpoint.tokenCounter);
    if (!('ask' in counter)) return this.#take(outcome, recordsOf(outcome, options));
    return askedRecordsOf(outcome, options, counter).then(records => this.#take(outcome, records));
  }

  #take(outcome: Outcome, { response, trace }: RequestRecords): void | Promise<void> {
    const phase = trace?.phase ?? outcome.phase;
    this.#tally.addPrompt(outcome, phase);
    if (phase !== 'cancelled' && this.#stopStage === 0) {
      this.#stopReason = this.#stopRule?.add(response, trace) ?? null;
      if (this.#stopReason !== null) this.stop(1);
    }
    if (phase !== 'measure') {
      this.#counts[phase === 'cancelled' ? 'cancelled' : 'warmupDone'] += 1;
      this.#options.spending?.settle(outcome.payload, false, response, trace);
      this.#gate?.settled();
      if (trace) this.#files?.appendTrace(trace);
      return;
    }
    if (!this.#callbacks.wantResponses) {
      this.#keep(outcome, response, trace);
      return;
    }
    return this.#callbacks.afterInvoke(response).then(() => this.#keep(outcome, response, trace));
  }

  #keep({ payload }: Outcome, response: InvocationResponse, trace: ResponseTrace | null): void {
    this.#tally.add(response, trace);
    this.#options.spending?.settle(payload, true, response, trace);
    this.#gate?.settled();
    if (!this.#config.lowMemory) this.#responses.push(response);
    this.#files?.append(response, trace);
    this.#counts.done += 1;
    // Requests cost money and time, so a run that cannot be saved sends no more.
    if (this.#files?.broken) this.stop(1);
  }

  async #finish(
    times: Pick<RunEnd, 'startTime' | 'totalTestTime' | 'interrupted'>,
    self: Evidence['self'],
  ): Promise<RunResult> {
    const { endpoint, selfCheck = null, ofPlan = [] } = this.#options;
    const { interrupted } = times;
    const endTime = this.#lastEndedWall || times.startTime;
    const reported: Diagnostic[] = [...ofPlan];
    const result = resultOf(this.#tally, endTime, reported, {
      summary: summaryOf(this.#config, endpoint.identity, this.folder, this.#tally.stats, {
        ...times,
        endTime,
      }),
      environment: environmentOf(self, selfCheck, endpoint.transport),
      interrupted,
      cancelled: this.#counts.cancelled,
      responses: this.#responses,
    });
    const diagnoseRun = () => [...diagnose(this.#evidence(result, times.totalTestTime, self)), ...reported];
    await this.#callbacks.afterRun(result);
    result.diagnostics = diagnoseRun();
    const state = interrupted ? 'partial' : 'saved';
    await this.#files?.finish(result, state, this.stopReason);
    if (this.#files && this.#callbacks.wantFolder) {
      await this.#callbacks.afterSave(result, this.#files.folder);
      result.diagnostics = diagnoseRun();
      await this.#files.amend(result);
    }
    this.#state = state;
    return result;
  }

  #evidence({ metrics }: RunResult, totalTestTime: number, self: Evidence['self']): Evidence {
    const { endpoint, turn } = this.#options;
    const { clients, warmup, payloads, maxErrorRate } = this.#config;
    return {
      ...this.#tally.evidence(),
      ...{ self, metrics, clients, warmup, maxErrorRate },
      distinctPayloads: payloads.length,
      stopReason: this.#stopReason,
      transport: endpoint.transport,
      stream: endpoint.identity.stream,
      insecure: endpoint.insecure === true,
      cancelled: this.#counts.cancelled,
      tookTurns: turn !== undefined,
      cachesDefeated: this.#callbacks.defeatCaches,
      callbackFailures: this.#callbacks.failures,
      clientTime: totalTestTime * clients,
      ...lostTimes(this.#lost),
    };
  }
}
