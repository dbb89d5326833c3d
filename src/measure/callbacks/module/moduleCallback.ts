import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { JsonObject } from '../../../core/base/jsonValue.ts';
import { checkedConfig, checkedPayload, checkedResponse } from '../../../core/callbacks/hookEdits.ts';
import type { RunCallback } from '../../run/callbacks.ts';
import { type HookLimits, ModuleThread } from './moduleThread.ts';

export interface ModuleContext {
  /** Folder that relative paths start from. */
  baseFolder: string;
  /** Receives what the module prints. */
  onOutput: (line: string) => void;
  limits?: HookLimits;
}

/**
 * A user's ES module as a callback. It exports hooks, or a function `createCallback(options)` that returns
 * them (see `schemas/callback.d.ts`). It edits copies, which are checked before the edits apply. Throws
 * UserError if the module cannot be loaded.
 */
export async function moduleCallback(
  path: string,
  options: JsonObject | undefined,
  { baseFolder, ...context }: ModuleContext,
): Promise<RunCallback> {
  const module = pathToFileURL(resolve(baseFolder, path)).href;
  const thread = new ModuleThread({ ...context, module, options, name: path });
  const hooks = new Set(await thread.open());
  return {
    name: path,
    saved: { module: path, ...(options && { options }) },
    ...(hooks.has('beforeRun') && {
      beforeRun: async config => {
        Object.assign(config, checkedConfig((await thread.call('beforeRun', config, null)).value));
      },
    }),
    ...(hooks.has('beforeInvoke') && {
      beforeInvoke: async (payload, request) => {
        const edited = checkedPayload((await thread.call('beforeInvoke', payload, request)).value);
        for (const key of Object.keys(payload)) delete payload[key];
        Object.assign(payload, edited);
      },
    }),
    ...(hooks.has('afterInvoke') && {
      afterInvoke: async response => {
        Object.assign(response, checkedResponse((await thread.call('afterInvoke', response, null)).value));
      },
    }),
    ...(hooks.has('afterRun') && {
      afterRun: async ({ summary, stats, metrics, interrupted, cancelled, responses, contribute }) => {
        const seen = { summary, stats, metrics, interrupted, cancelled, responses };
        contribute((await thread.call('afterRun', seen, null)).contributed);
      },
    }),
    close: () => thread.close(),
  };
}
