import * as os from 'node:os';
import { PerformanceObserver, performance } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';
import type { Clock } from '../../core/base/clock.ts';
import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { Stall, Stalls } from '../../core/request/stalls.ts';
import type { ReadWatch } from '../../endpoints/contract/readWatch.ts';
import { LoopWatch, type WatchedLoop } from './loopWatch.ts';

/** How accurate the engine is: what it found by measuring a local server whose true times are known. */
export interface SelfCheck {
  /** p50 and p99 of (measured - true), in seconds. */
  stampErrorP50: number;
  stampErrorP99: number;
  /** Events that this thread can process per second of working time. An estimate: the check is short. */
  eventsPerSecond: number;
  /** Number of times compared. */
  samples: number;
}

/** What a process did to its own measurement. Seconds. */
export interface SelfReport {
  /** How long it was held up in total, and the longest of these times. */
  stallTotal: number;
  stallLongest: number;
  gcTotal: number;
  gcMax: number;
  utilization: number;
  /** Processor time of the whole process, in seconds per second: 1 = one core. */
  cpu: number;
  /** Largest memory of the process so far, bytes. */
  memory: number;
}

/** Watches this process while it measures. */
export interface SelfWatch {
  readonly stalls: Stalls & ReadWatch;
  /** What was found so far. */
  read(): SelfReport;
  stop(): void;
}

/** Starts watching the event loop and the garbage collection of this thread; `origin` as in `LoopWatch`. */
export function watchSelf(
  { now }: Pick<Clock, 'now'>,
  origin: number,
  onStall?: (stall: Stall) => void,
): SelfWatch {
  const stalls = new LoopWatch(loopOf(now), origin, onStall);
  stalls.start();
  const before = performance.eventLoopUtilization();
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  let gcTotal = 0;
  let gcMax = 0;
  const observer = new PerformanceObserver(list => {
    for (const entry of list.getEntries()) {
      gcTotal += entry.duration;
      gcMax = Math.max(gcMax, entry.duration);
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  return {
    stalls,
    read: () => ({
      stallTotal: stalls.stops.total,
      stallLongest: stalls.stops.longest,
      gcTotal: gcTotal / 1000,
      gcMax: gcMax / 1000,
      utilization: performance.eventLoopUtilization(before).utilization,
      cpu: cpuSince(cpuBefore) / Math.max(1, performance.now() - began),
      // Kilobytes.
      memory: process.resourceUsage().maxRSS * 1024,
    }),
    stop: () => {
      stalls.stop();
      observer.disconnect();
    },
  };
}

/** Milliseconds. */
function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The event loop of this thread. */
function loopOf(now: () => number): WatchedLoop {
  const { nodeTiming } = performance;
  return {
    now,
    idle: () => nodeTiming.idleTime,
    afterEvents: call => void setImmediate(call),
    every: (milliseconds, call) => {
      const timer = setTimeout(() => {
        call();
        timer.refresh();
      }, milliseconds).unref();
      return () => clearTimeout(timer);
    },
  };
}

/** Where a run took place, for files and reports. Times are seconds. Nothing in it identifies a person. */
export function environmentOf(self: SelfReport, selfCheck: SelfCheck | null, transport: string): JsonObject {
  const { stallTotal, stallLongest, gcTotal, gcMax, utilization, cpu, memory } = self;
  return {
    node: process.version,
    v8: process.versions.v8,
    platform: `${process.platform}-${process.arch}`,
    os: os.release(),
    cpu: os.cpus()[0]?.model ?? 'unknown',
    cpus: os.availableParallelism(),
    memory_bytes: os.totalmem(),
    thread: isMainThread ? 'main' : 'worker',
    transport,
    stall_total: stallTotal,
    stall_longest: stallLongest,
    event_loop_utilization: utilization,
    cpu_cores_used: cpu,
    max_rss_bytes: memory,
    gc_total: gcTotal,
    gc_max: gcMax,
    self_check_error_p50: selfCheck?.stampErrorP50 ?? null,
    self_check_error_p99: selfCheck?.stampErrorP99 ?? null,
    self_check_events_per_second: selfCheck?.eventsPerSecond ?? null,
  };
}
