/** The load that one client process generates. Times are seconds. */
export interface Load {
  baseUrl: string;
  clients: number;
  /** Measured requests per client. */
  requests: number;
  /** Warm-up requests per client, so that connections are open and code is compiled when measuring begins. */
  warmup: number;
  rampUp: number;
  prompt: string;
}

/** The measured times of one request; seconds. */
export interface Measured {
  id: string;
  ttft: number;
  ttlt: number;
}

export interface ClientReport {
  measured: Measured[];
  /** CPU microseconds of the process over the load. */
  cpu: number;
  /** Peak resident memory, bytes. */
  memory: number;
}

/** Passes the result to the parent process as one line. */
export function report(measured: Measured[], cpu: NodeJS.CpuUsage): void {
  const result: ClientReport = {
    measured,
    cpu: cpu.user + cpu.system,
    memory: process.resourceUsage().maxRSS * 1024,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
}
