/** The only source of time. Code that measures takes it as a parameter, so that tests can control time. */
export interface Clock {
  /** Monotonic milliseconds with sub-millisecond resolution; only differences are meaningful. */
  now(): number;
  /** Milliseconds since the Unix epoch, for timestamps that people read; never use it to compute durations. */
  wall(): number;
}
