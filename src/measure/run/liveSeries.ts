import type { LiveSeries } from '../../protocol/run.ts';

const mostPoints = 3000;
const mostBuckets = 600;

/** The data of the live charts. It stays small in long runs: points are thinned, buckets merged. */
export class LiveSeriesKeeper {
  #at: number[] = [];
  #ttft: number[] = [];
  #seen = 0;
  #stride = 1;
  #bucketSeconds = 1;
  #requests: number[] = [];
  #tokens: number[] = [];

  /** Times are seconds since measuring began. */
  add(sentAt: number, endedAt: number, ttft: number | null, outputTokens: number): void {
    if (ttft !== null) this.#addPoint(sentAt, ttft);
    let bucket = Math.max(0, Math.floor(endedAt / this.#bucketSeconds));
    while (bucket >= mostBuckets) {
      this.#mergeBuckets();
      bucket = Math.floor(endedAt / this.#bucketSeconds);
    }
    while (this.#requests.length <= bucket) {
      this.#requests.push(0);
      this.#tokens.push(0);
    }
    this.#requests[bucket] = (this.#requests[bucket] ?? 0) + 1;
    this.#tokens[bucket] = (this.#tokens[bucket] ?? 0) + outputTokens;
  }

  read(): LiveSeries {
    return {
      ttft: { at: Float64Array.from(this.#at), seconds: Float64Array.from(this.#ttft) },
      throughput: {
        bucketSeconds: this.#bucketSeconds,
        requests: Float64Array.from(this.#requests),
        outputTokens: Float64Array.from(this.#tokens),
      },
    };
  }

  #addPoint(at: number, ttft: number): void {
    if (this.#seen++ % this.#stride !== 0) return;
    this.#at.push(at);
    this.#ttft.push(ttft);
    if (this.#at.length <= mostPoints) return;
    this.#at = this.#at.filter((_, i) => i % 2 === 0);
    this.#ttft = this.#ttft.filter((_, i) => i % 2 === 0);
    this.#stride *= 2;
  }

  #mergeBuckets(): void {
    this.#requests = mergePairs(this.#requests);
    this.#tokens = mergePairs(this.#tokens);
    this.#bucketSeconds *= 2;
  }
}

function mergePairs(values: readonly number[]): number[] {
  const merged: number[] = [];
  for (let i = 0; i < values.length; i += 2) merged.push((values[i] ?? 0) + (values[i + 1] ?? 0));
  return merged;
}
