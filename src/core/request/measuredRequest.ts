import type { InvocationResponse } from './response.ts';
import type { ResponseTrace } from './trace.ts';

/** One measured request as it was recorded. There is no trace in folders that Python wrote. */
export interface MeasuredRequest {
  readonly response: InvocationResponse;
  readonly trace: ResponseTrace | null;
}
