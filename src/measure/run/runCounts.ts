/** Counters of a run in progress. `sent` and `done` count measured requests, `inFlight` counts all. */
export interface RunCounts {
  sent: number;
  done: number;
  cancelled: number;
  inFlight: number;
  backlog: number;
  warmupDone: number;
}
