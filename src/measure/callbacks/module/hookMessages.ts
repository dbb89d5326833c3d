import type { RequestPlace } from '../../run/callbacks.ts';

/** The functions that a module may export, in the order in which a run calls them. */
export const hookNames = ['beforeRun', 'beforeInvoke', 'afterInvoke', 'afterRun'] as const;

export type HookName = (typeof hookNames)[number];

/** The data that a module's thread starts with. */
export interface ModuleData {
  /** file: URL. */
  module: string;
  options: unknown;
}

/** To the thread. A ping checks whether it still responds. */
export type ToModule =
  | { type: 'call'; id: number; hook: HookName; value: unknown; request: RequestPlace | null }
  | { type: 'ping' };

/** From the thread. */
export type FromModule =
  | { type: 'ready'; hooks: HookName[] }
  | { type: 'failed'; message: string }
  /** `value` as the hook left it; `contributed` by an `afterRun`. */
  | { type: 'done'; id: number; value: unknown; contributed: Record<string, number> }
  | { type: 'threw'; id: number; message: string }
  | { type: 'pong' };
