import { arrivalOf } from '../request/arrival.ts';
import type { ResponseTrace } from '../request/trace.ts';
import { countedQuantile, LogCounts } from '../stats/logCounts.ts';
import type { DistributionKey } from './definitions.ts';
import { type ClientDelay, type DelayShare, type PercentileKey, percentiles } from './distribution.ts';
import type { AnswerTimes, UndelayedTimes } from './undelayed.ts';

/** Beyond this share of a number, this machine limits what the number says. */
const toleratedDelay = 0.05;
/** Smaller shares are less than the counts can tell. */
const smallestShare = 0.01;

/** The percentiles and the mean that this machine probably changed by more than is tolerated. */
export function clientLimited(delay: ClientDelay | undefined): (keyof ClientDelay)[] {
  const keys = Object.keys(delay ?? {}) as (keyof ClientDelay)[];
  return keys.filter(key => Math.abs(delay?.[key]?.likely ?? 0) > toleratedDelay);
}

/** Counts reported values of a metric beside those without the delay of this machine, in constant memory. */
class DelayCounts {
  /** Values that are as they were reported. */
  readonly #same = new LogCounts();
  #changed: { reported: LogCounts; likely: LogCounts; least: LogCounts; most: LogCounts } | null = null;

  add(value: number): void {
    this.#same.add(value);
  }

  addChanged(reported: number, likely: number, least: number, most: number): void {
    this.#changed ??= {
      reported: new LogCounts(),
      likely: new LogCounts(),
      least: new LogCounts(),
      most: new LogCounts(),
    };
    this.#changed.reported.add(reported);
    this.#changed.likely.add(likely);
    this.#changed.least.add(least);
    this.#changed.most.add(most);
  }

  result(): ClientDelay {
    const found: ClientDelay = {};
    for (const key of Object.keys(percentiles) as PercentileKey[]) {
      const share = this.#share(counts => countedQuantile(this.#same, counts, percentiles[key].q));
      if (share !== null) found[key] = share;
    }
    const mean = this.#share(counts => this.#same.sum + counts.sum);
    if (mean !== null) found.mean = mean;
    return found;
  }

  #share(statistic: (counts: LogCounts) => number): DelayShare | null {
    if (this.#changed === null) return null;
    const { reported, likely, least, most } = this.#changed;
    const value = statistic(reported);
    const above = (counts: LogCounts) => value / statistic(counts) - 1;
    const [share, tooHigh, tooLow] = [above(likely), above(least), above(most)];
    const atMost = share > 0 || (share === 0 && tooHigh >= -tooLow) ? tooHigh : tooLow;
    if (!Number.isFinite(share) || Math.max(Math.abs(share), Math.abs(atMost)) < smallestShare) return null;
    return { likely: share, atMost: Number.isFinite(atMost) ? atMost : null };
  }
}

/** What this machine added to the metrics of a run, for metrics whose times it stamps itself. */
export class ClientDelays {
  #requests = 0;
  readonly #counts: Partial<Record<DistributionKey, DelayCounts>> = {};

  /** Adds a successful answer. `own`: its times without the delay of this machine; null = there was none. */
  add(trace: ResponseTrace, own: UndelayedTimes | null): void {
    this.#requests += 1;
    const queue = trace.sentAt - trace.intendedAt;
    this.#add('ttft', trace, own, times => times.ttft);
    this.#add('ttft_any', trace, own, times => times.ttftAny);
    this.#add('ttlt', trace, own, times => times.ttlt);
    this.#add('e2e', trace, own, times => (times.ttlt === null ? null : queue + times.ttlt));
    this.#add('tpot', trace, own, times => times.tpot);
    if (arrivalOf(trace.gaps) === 'stream') this.#addGaps(trace.gaps, own);
  }

  /** undefined = not known for this metric. */
  of(key: DistributionKey): ClientDelay | undefined {
    return this.#requests === 0 ? undefined : this.#counts[key]?.result();
  }

  #addGaps(gaps: readonly number[], own: UndelayedTimes | null): void {
    this.#counts.itl ??= new DelayCounts();
    const counts = this.#counts.itl;
    gaps.forEach((gap, i) => {
      if (own === null) counts.add(gap);
      else
        counts.addChanged(gap, own.likely.gaps[i] ?? gap, own.least.gaps[i] ?? gap, own.most.gaps[i] ?? gap);
    });
  }

  #add(
    key: DistributionKey,
    trace: ResponseTrace,
    own: UndelayedTimes | null,
    read: (times: AnswerTimes) => number | null,
  ): void {
    const reported = read(trace);
    if (reported === null) return;
    this.#counts[key] ??= new DelayCounts();
    const counts = this.#counts[key];
    const likely = own && read(own.likely);
    if (own === null || likely === null) counts.add(reported);
    else counts.addChanged(reported, likely, read(own.least) ?? likely, read(own.most) ?? likely);
  }
}
