/** What one client process is asked to do. Times are seconds. */
export interface Load {
  baseUrl: string;
  clients: number;
  /** Requests per client that are measured. */
  requests: number;
  /** Requests per client before those: connections are open and code is compiled when measuring begins. */
  warmup: number;
  rampUp: number;
  prompt: string;
}

/** What it measured of one request; seconds. */
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

/** Hands the result to the parent as one line. */
export function report(measured: Measured[], cpu: NodeJS.CpuUsage): void {
  const result: ClientReport = {
    measured,
    cpu: cpu.user + cpu.system,
    memory: process.resourceUsage().maxRSS * 1024,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
}
