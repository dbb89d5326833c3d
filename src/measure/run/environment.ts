import * as os from 'node:os';
import { monitorEventLoopDelay, PerformanceObserver, performance } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';
import type { JsonObject } from '../../core/base/jsonValue.ts';

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

/** Watches this process while it measures. */
export interface SelfWatch {
  /** Event-loop delay in excess of the sampling interval, and garbage collection, so far. Seconds. */
  read(): {
    loopDelayP50: number;
    loopDelayP99: number;
    loopDelayMax: number;
    gcTotal: number;
    gcMax: number;
    utilization: number;
    /** Processor time of the whole process, in seconds per second: 1 = one core. */
    cpu: number;
    /** Largest memory of the process so far, bytes. */
    memory: number;
  };
  stop(): void;
}

const sampling = 5;

/** Starts watching event-loop delay and garbage collection of this thread. */
export function watchSelf(): SelfWatch {
  const delay = monitorEventLoopDelay({ resolution: sampling });
  delay.enable();
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
  const seconds = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - sampling / 1000);
  return {
    read: () => ({
      loopDelayP50: delay.count === 0 ? 0 : seconds(delay.percentile(50)),
      loopDelayP99: delay.count === 0 ? 0 : seconds(delay.percentile(99)),
      loopDelayMax: delay.count === 0 ? 0 : seconds(delay.max),
      gcTotal: gcTotal / 1000,
      gcMax: gcMax / 1000,
      utilization: performance.eventLoopUtilization(before).utilization,
      cpu: cpuSince(cpuBefore) / Math.max(1, performance.now() - began),
      // Kilobytes.
      memory: process.resourceUsage().maxRSS * 1024,
    }),
    stop: () => {
      delay.disable();
      observer.disconnect();
    },
  };
}

/** Milliseconds. */
function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Where a run took place, for files and reports. Times are seconds. Nothing in it identifies a person. */
export function environmentOf(
  self: ReturnType<SelfWatch['read']>,
  selfCheck: SelfCheck | null,
  transport: string,
): JsonObject {
  const { loopDelayP50, loopDelayP99, loopDelayMax, gcTotal, gcMax, utilization, cpu, memory } = self;
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
    event_loop_delay_p50: loopDelayP50,
    event_loop_delay_p99: loopDelayP99,
    event_loop_delay_max: loopDelayMax,
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
