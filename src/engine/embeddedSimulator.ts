import { get } from 'node:http';
import { Worker } from 'node:worker_threads';
import { simulatedScenario } from '../core/plan/endpointConfig.ts';
import { type EndpointConfig, kindOf } from '../endpoints/kinds.ts';
import type { ServerTruth } from '../measure/selfCheck.ts';

/** The scenario of the engine's self-check: short answers, so that many fit into a tenth of a second. */
const selfCheckScenario = {
  description: 'What the engine measures in its self-check: five tokens, one millisecond apart.',
  ttft: { kind: 'fixed', value: 0.002 },
  itl: { kind: 'fixed', value: 0.001 },
  tokens: { kind: 'fixed', value: 5 },
};

/** The base URL that is answered by `selfCheckScenario`. */
export const selfCheckUrl = 'simulated:self-check';

/** The built-in server, in a thread of its own so that its work never delays a stamp. Started when first needed. */
export class EmbeddedSimulator {
  readonly #workerFile: string | URL;
  #worker: Worker | null = null;
  #port: Promise<number> | null = null;

  constructor(workerFile: string | URL) {
    this.#workerFile = workerFile;
  }

  /** The configuration with a `simulated:` base URL replaced by the running server's address. */
  async resolve(config: EndpointConfig): Promise<EndpointConfig> {
    const scenario = simulatedScenario(config.baseUrl);
    if (scenario === null) return config;
    this.#port ??= this.#start();
    const path = `/${scenario}${kindOf(config.kind).simulatedPath ?? ''}`;
    return { ...config, baseUrl: `http://127.0.0.1:${await this.#port}${path}` };
  }

  /** The true times of the requests since the last call. */
  async truth(): Promise<ServerTruth[]> {
    this.#port ??= this.#start();
    const url = `http://127.0.0.1:${await this.#port}/__truth`;
    return new Promise((resolve, reject) => {
      get(url, { agent: false }, async response => {
        let text = '';
        for await (const part of response.setEncoding('utf8')) text += part;
        resolve(JSON.parse(text).truth);
      }).on('error', reject);
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Promise<number> {
    const worker = new Worker(this.#workerFile, {
      workerData: { scenarios: { 'self-check': selfCheckScenario } },
    });
    this.#worker = worker;
    worker.unref();
    return new Promise((resolve, reject) => {
      // However it ends, the next caller starts a new one.
      const lost = (why: string) => {
        if (this.#worker === worker) {
          this.#worker = null;
          this.#port = null;
        }
        reject(new Error(`The built-in server could not be started: ${why}`));
      };
      worker.on('error', error => lost(error.message));
      worker.on('exit', () => lost('its thread ended.'));
      worker.on('message', (message: { type?: string; port?: number; message?: string }) => {
        if (message.type === 'listening' && message.port !== undefined) resolve(message.port);
        if (message.type === 'failed') lost(message.message ?? 'it did not say why.');
      });
    });
  }
}
