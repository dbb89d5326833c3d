import type { StatGroup } from '../core/stats/display/liveStats.ts';
import { groupStats } from '../core/stats/display/liveStats.ts';
import type { Diagnostic, EndpointInfo, LiveSeries, MetricSet, RunSnapshot } from '../protocol/run.ts';
import { plannedRequests, type RunConfig } from './run/runConfig.ts';
import type { Runner } from './run/runner.ts';
import type { RunSpending } from './spending/runSpending.ts';

export interface SnapshotSubject {
  runner: Runner;
  config: RunConfig;
  spending: RunSpending | null;
  endpoint: EndpointInfo;
  startedAt: number;
  message: string | null;
  diagnostics: Diagnostic[];
}

/**
 * Live percentiles should cost at most this share of the engine's time. Stamps wait while they are
 * computed, so it must be well below what a p99 can show.
 */
const share = 0.005;
/** Milliseconds between two refreshes of the statistics: two snapshots, which may come a little early. */
const shortest = 490;
/** Also where a refresh seems expensive: a cold start or a busy machine is no reason to stand still. */
const longest = 700;

/**
 * Makes snapshots of a run. Their statistics are refreshed with the first answers, and then at most twice a
 * second and at least every second.
 */
export class SnapshotMaker {
  readonly #now: () => number;
  readonly #wall: () => number;
  #groups: StatGroup[] = [];
  #metrics: MetricSet = {};
  #series: LiveSeries | null = null;
  /** Answers that the statistics count. */
  #counted = 0;
  #nextAt = Number.NEGATIVE_INFINITY;

  constructor(now: () => number, wall: () => number) {
    this.#now = now;
    this.#wall = wall;
  }

  make(subject: SnapshotSubject, final: boolean): RunSnapshot {
    const { runner, config } = subject;
    const { tally, counts } = runner;
    const first = this.#counted === 0 && tally.stats.count > 0;
    if (final || first || this.#now() >= this.#nextAt) this.#refresh(runner, final);
    return {
      name: config.name,
      state: runner.state,
      message: subject.message,
      endpoint: subject.endpoint,
      clients: config.clients,
      folder: runner.folder,
      startedAt: subject.startedAt,
      progress: {
        sent: counts.sent,
        done: counts.done,
        failed: tally.stats.failed,
        cancelled: counts.cancelled,
        inFlight: counts.inFlight,
        answering: counts.answering,
        backlog: counts.backlog,
        total: plannedRequests(config),
        warmupDone: counts.warmupDone,
        warmupTotal: config.warmup * config.clients,
        elapsed: runner.elapsed,
        duration: config.duration,
      },
      groups: this.#groups,
      metrics: this.#metrics,
      series: this.#series ?? tally.series.read(),
      cost: subject.spending?.live() ?? null,
      errors: tally.metrics.failures(),
      diagnostics: subject.diagnostics,
    };
  }

  #refresh(runner: Runner, final: boolean): void {
    const began = this.#now();
    const { stats, metrics, series } = runner.tally;
    const now = this.#wall();
    this.#counted = stats.count;
    const shown = stats.count === 0 ? {} : final ? stats.stats(now) : stats.liveStats(now);
    this.#groups = groupStats(shown, runner.config.progressBarStats ?? undefined);
    this.#metrics = { ...(final ? metrics.metrics({ final: true }) : metrics.liveMetrics()) };
    this.#series = series.read();
    const wanted = (this.#now() - began) / share;
    this.#nextAt = began + Math.min(longest, Math.max(shortest, wanted));
  }
}
