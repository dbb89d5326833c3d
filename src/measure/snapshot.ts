import type { StatGroup } from '../core/stats/display/liveStats.ts';
import { groupStats } from '../core/stats/display/liveStats.ts';
import type { Diagnostic, EndpointInfo, MetricSet, RunSnapshot } from '../protocol/run.ts';
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
 * Live percentiles are worth at most this share of the engine's time. Stamps wait while they are
 * computed, so it must be well below what a p99 can show.
 */
const share = 0.005;
const fastest = 500;

/** Makes snapshots of a run; statistics in them are refreshed at most twice a second, less often when they cost more. */
export class SnapshotMaker {
  readonly #now: () => number;
  readonly #wall: () => number;
  #groups: StatGroup[] = [];
  #metrics: MetricSet = {};
  #nextAt = Number.NEGATIVE_INFINITY;

  constructor(now: () => number, wall: () => number) {
    this.#now = now;
    this.#wall = wall;
  }

  make(subject: SnapshotSubject, final: boolean): RunSnapshot {
    const { runner, config } = subject;
    const { tally, counts } = runner;
    if (final || this.#now() >= this.#nextAt) this.#refresh(runner, final);
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
        backlog: counts.backlog,
        total: plannedRequests(config),
        warmupDone: counts.warmupDone,
        warmupTotal: config.warmup * config.clients,
        elapsed: runner.elapsed,
        duration: config.duration,
      },
      groups: this.#groups,
      metrics: this.#metrics,
      series: tally.series.read(),
      cost: subject.spending?.live() ?? null,
      errors: tally.metrics.failures(),
      diagnostics: subject.diagnostics,
    };
  }

  #refresh(runner: Runner, final: boolean): void {
    const began = this.#now();
    const { stats, metrics } = runner.tally;
    this.#groups = groupStats(stats.count === 0 ? {} : stats.stats(this.#wall()));
    this.#metrics = { ...metrics.metrics({ final }) };
    this.#nextAt = this.#now() + Math.max(fastest, (this.#now() - began) / share);
  }
}
