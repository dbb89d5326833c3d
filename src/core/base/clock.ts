/** The one source of time. Everything that measures takes it as a parameter, so tests can own time. */
export interface Clock {
  /** Monotonic milliseconds with sub-millisecond resolution; only differences mean anything. */
  now(): number;
  /** Milliseconds since the Unix epoch, for stamps people read; never subtracted to get a duration. */
  wall(): number;
}
