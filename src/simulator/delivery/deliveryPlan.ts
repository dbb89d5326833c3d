import type { Dialect, ModelRequest } from '../dialects/dialect.ts';
import type { ChunkEncoder } from '../http/chunkEncoder.ts';
import type { FaultRule } from '../scenario/faults.ts';
import type { Generation } from '../scenario/generation.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** Everything that determines which bytes answer a request, and when. */
export interface DeliveryPlan {
  readonly dialect: Dialect;
  readonly asked: ModelRequest;
  readonly generation: Generation;
  readonly scenario: Scenario;
  readonly fault: FaultRule | null;
  readonly keepAlive: boolean;
  readonly encoder: ChunkEncoder;
}

/** How long `slow-headers` delays the whole response, in milliseconds; 0 without that fault. */
export function headerDelay(fault: FaultRule | null): number {
  return fault?.fault === 'slow-headers' ? (fault.delay ?? 2) * 1000 : 0;
}
