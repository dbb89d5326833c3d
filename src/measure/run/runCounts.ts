/** Counters of a run in progress. `sent` and `done` count measured requests, `inFlight` and `answering` count all. */
export interface RunCounts {
  sent: number;
  done: number;
  cancelled: number;
  inFlight: number;
  answering: number;
  backlog: number;
  warmupDone: number;
}
