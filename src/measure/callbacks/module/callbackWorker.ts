import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../../core/base/errors.ts';
import type { JsonObject } from '../../../core/base/jsonValue.ts';
import { contributeStats } from '../../../core/stats/stats.ts';
import { type FromModule, type HookName, hookNames, type ModuleData, type ToModule } from './hookMessages.ts';

/** Runs a user's module in its own thread: it can neither delay a stamp nor crash the engine. */
if (!parentPort) throw new Error('A callback’s worker must be started as a worker thread.');
const port = parentPort;
const { module, options } = workerData as ModuleData;
const answer = (message: FromModule) => port.postMessage(message);

type Hook = (argument: unknown, request: unknown) => unknown;

try {
  const hooks = await loadHooks();
  port.on('message', (message: ToModule) => {
    if (message.type === 'ping') answer({ type: 'pong' });
    else void call(hooks, message);
  });
  answer({ type: 'ready', hooks: [...hooks.keys()] });
} catch (error) {
  answer({ type: 'failed', message: messageOf(error) });
}

async function loadHooks(): Promise<Map<HookName, Hook>> {
  const exported: Record<string, unknown> = await import(module);
  const create = exported['createCallback'];
  const callback = typeof create === 'function' ? await create(options) : exported;
  const hooks = new Map<HookName, Hook>();
  for (const name of hookNames) {
    const hook: unknown = callback?.[name];
    if (typeof hook === 'function') hooks.set(name, hook.bind(callback));
  }
  if (hooks.size === 0) {
    throw new Error(
      `it exports none of ${hookNames.join(', ')}: export at least one, or a function createCallback(options) that returns them`,
    );
  }
  return hooks;
}

async function call(
  hooks: ReadonlyMap<HookName, Hook>,
  { id, hook, value, request }: Extract<ToModule, { type: 'call' }>,
): Promise<void> {
  const contributed: Record<string, number> = {};
  try {
    await hooks.get(hook)?.(hook === 'afterRun' ? withContribute(value, contributed) : value, request);
    const edited = hook === 'afterRun' ? null : value;
    answer({ type: 'done', id, value: edited, contributed });
  } catch (error) {
    answer({ type: 'threw', id, message: messageOf(error) });
  }
}

/** The result with the function that a message cannot carry. Contributions appear in it at once. */
function withContribute(value: unknown, contributed: Record<string, number>): unknown {
  const result = value as { stats: object };
  return Object.assign(result, {
    contribute: (values: JsonObject) => {
      contributeStats(contributed, values);
      Object.assign(result.stats, values);
    },
  });
}
