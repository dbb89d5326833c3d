import { Worker } from 'node:worker_threads';
import { UserError } from '../../../core/base/errors.ts';
import { fromBigints, toBigints } from '../../../core/base/exactJson.ts';
import type { RequestPlace } from '../../run/callbacks.ts';
import type { FromModule, HookName, ModuleData, ToModule } from './hookMessages.ts';

/** Milliseconds. */
export interface HookLimits {
  /** Longest time that a module may take to load. */
  load: number;
  /** Longest time that a hook may take. */
  hook: number;
  /** After this time without an answer a thread counts as blocked. */
  silence: number;
}

const usualLimits: HookLimits = { load: 30_000, hook: 30_000, silence: 2_000 };

interface Waiting {
  hook: HookName;
  resolve: (answer: { value: unknown; contributed: Record<string, number> }) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

export interface ModuleThreadOptions extends ModuleData {
  /** For messages. */
  name: string;
  /** Receives what the module prints. */
  onOutput: (line: string) => void;
  limits?: HookLimits;
}

/**
 * A module in its own thread. It is loaded again for each run, so that edits take effect. A hook that takes
 * too long is abandoned. If it blocks the thread, the thread is terminated and the next call starts another.
 */
export class ModuleThread {
  readonly #options: ModuleThreadOptions;
  readonly #limits: HookLimits;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #ready: Promise<HookName[]> | null = null;
  #blocked: Promise<boolean> | null = null;
  #pong: (() => void) | null = null;
  #calls = 0;

  constructor(options: ModuleThreadOptions) {
    this.#options = options;
    this.#limits = options.limits ?? usualLimits;
  }

  /** Loads the module and returns the names of its hooks. Throws UserError if it cannot be used. */
  async open(): Promise<HookName[]> {
    this.#ready ??= this.#start();
    return this.#ready;
  }

  /** The `value` as the hook edited it, and its contributions. Rejects with its error, or if it takes too long. */
  async call(hook: HookName, value: unknown, request: RequestPlace | null) {
    await this.open();
    return new Promise<{ value: unknown; contributed: Record<string, number> }>((resolve, reject) => {
      const id = this.#calls++;
      const timer = setTimeout(() => void this.#giveUp(id), this.#limits.hook);
      this.#waiting.set(id, { hook, resolve, reject, timer });
      try {
        this.#worker?.postMessage({
          type: 'call',
          id,
          hook,
          value: toBigints(value),
          request,
        } satisfies ToModule);
      } catch (error) {
        this.#settle(id)?.reject(error as Error);
      }
    });
  }

  async close(): Promise<void> {
    await this.#end('The run is over.');
  }

  #start(): Promise<HookName[]> {
    const { module, options, name, onOutput } = this.#options;
    const inSource = import.meta.url.endsWith('.ts');
    const file = new URL(inSource ? './callbackWorker.ts' : './callbackWorker.js', import.meta.url);
    const workerData: ModuleData = { module, options };
    const worker = new Worker(file, { workerData, name: 'llmeter-callback', stdout: true, stderr: true });
    this.#worker = worker;
    worker.unref();
    for (const stream of [worker.stdout, worker.stderr]) forEachLine(stream, onOutput);
    return new Promise((resolve, reject) => {
      const refuse = (why: string) => reject(new UserError(`The callback ${name} cannot be used: ${why}`));
      const timer = setTimeout(() => {
        refuse(`it took longer than ${this.#limits.load / 1000} s to load.`);
        void this.#end('It took too long to load.');
      }, this.#limits.load);
      const lost = (why: string) => {
        clearTimeout(timer);
        refuse(why);
        if (this.#worker === worker) void this.#end(why);
      };
      worker.on('error', error => lost(`its thread crashed: ${error.message}`));
      worker.on('exit', () => lost('its thread exited.'));
      worker.on('message', (message: FromModule) => {
        if (message.type === 'ready') {
          clearTimeout(timer);
          resolve(message.hooks);
        } else if (message.type === 'failed') lost(`${message.message.replace(/\.$/, '')}.`);
        else this.#take(message);
      });
    });
  }

  #take(message: Exclude<FromModule, { type: 'ready' | 'failed' }>): void {
    if (message.type === 'pong') this.#pong?.();
    else if (message.type === 'done') {
      this.#settle(message.id)?.resolve({ ...message, value: fromBigints(message.value) });
    } else this.#settle(message.id)?.reject(new Error(message.message));
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    clearTimeout(waiting?.timer);
    return waiting;
  }

  async #giveUp(id: number): Promise<void> {
    const hook = this.#waiting.get(id)?.hook;
    const seconds = this.#limits.hook / 1000;
    this.#blocked ??= this.#isBlocked();
    const blocked = await this.#blocked;
    this.#blocked = null;
    if (blocked) await this.#end(`${hook} blocked its thread for more than ${seconds} s and was terminated`);
    this.#settle(id)?.reject(new Error(`${hook} took longer than ${seconds} s and was abandoned`));
  }

  /** A thread that waits for something answers at once; one that keeps computing does not answer. */
  #isBlocked(): Promise<boolean> {
    return new Promise(resolve => {
      const timer = setTimeout(() => resolve(true), this.#limits.silence);
      this.#pong = () => {
        clearTimeout(timer);
        resolve(false);
      };
      this.#worker?.postMessage({ type: 'ping' } satisfies ToModule);
    });
  }

  async #end(why: string): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#ready = null;
    for (const id of [...this.#waiting.keys()]) this.#settle(id)?.reject(new Error(why));
    await worker?.terminate();
  }
}

function forEachLine(stream: NodeJS.ReadableStream, tell: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) tell(line);
  });
  stream.on('end', () => {
    if (rest !== '') tell(rest);
  });
}
