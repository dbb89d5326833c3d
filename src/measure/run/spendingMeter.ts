import type { InvocationResponse } from '../../core/request/response.ts';
import type { RequestPhase, ResponseTrace } from '../../core/request/trace.ts';
import type { RunConfig } from './runConfig.ts';

/** What a run needs from whoever counts its costs. Payloads are given by their index in the run. */
export interface SpendingMeter {
  /** Called once with the final configuration. Throws UserError if one request may exceed the budget. */
  begin(config: RunConfig): void;
  /** Whether the payload may be sent now. If so, it counts as in flight. */
  admit(payload: number, phase: RequestPhase): boolean;
  /** An admitted request is not sent after all. */
  withdraw(payload: number): void;
  /** A request does not fit into the budget although none is in flight. */
  refuse(): void;
  /** An admitted request has ended. `measured`: it is part of the statistics. */
  settle(
    payload: number,
    measured: boolean,
    response: InvocationResponse,
    trace: ResponseTrace | null,
  ): unknown;
}
