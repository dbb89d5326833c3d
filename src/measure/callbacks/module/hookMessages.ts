import type { RequestPlace } from '../../run/callbacks.ts';

/** What a module may export; also the order in which a run calls them. */
export const hookNames = ['beforeRun', 'beforeInvoke', 'afterInvoke', 'afterRun'] as const;

export type HookName = (typeof hookNames)[number];

/** What a module's thread is started with. */
export interface ModuleData {
  /** file: URL. */
  module: string;
  options: unknown;
}

/** To the thread. A ping asks whether it still does anything. */
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
