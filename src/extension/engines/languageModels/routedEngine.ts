import { isJsonObject } from '../../../core/base/jsonValue.ts';
import type { EndpointKindId } from '../../../endpoints/kinds.ts';
import type { EnginePort } from '../../../engine/enginePort.ts';
import type { EngineEvents, EngineRequests } from '../../../protocol/engine.ts';

/**
 * Two engines as one. Requests about the editor's models go to the engine in the editor's process, all
 * others to the worker.
 */
export class RoutedEngine implements EnginePort {
  readonly #outside: EnginePort;
  readonly #inside: EnginePort;
  /** Ids of the measurements in the editor's process. */
  readonly #measuringInside = new Set<string>();

  constructor(outside: EnginePort, inside: EnginePort) {
    this.#outside = outside;
    this.#inside = inside;
  }

  async request<K extends keyof EngineRequests & string>(
    name: K,
    params: EngineRequests[K]['params'],
  ): Promise<EngineRequests[K]['result']> {
    const id = textAt(params, 'id');
    if (id !== undefined && this.#measuringInside.has(id)) return this.#inside.request(name, params);
    if (!endpointsOf(params).some(isOfEditor)) return this.#outside.request(name, params);
    if (id === undefined) return this.#inside.request(name, params);
    this.#measuringInside.add(id);
    try {
      return await this.#inside.request(name, params);
    } finally {
      this.#measuringInside.delete(id);
    }
  }

  on<K extends keyof EngineEvents>(name: K, listener: (data: EngineEvents[K]) => void): () => void {
    const stops = [this.#outside.on(name, listener), this.#inside.on(name, listener)];
    return () => {
      for (const stop of stops) stop();
    };
  }

  async close(): Promise<void> {
    await Promise.all([this.#outside.close(), this.#inside.close()]);
  }
}

/** The unchecked endpoints that a request is about: its own, its plan's, or those of its sides' plans. */
function endpointsOf(params: unknown): unknown[] {
  if (!isJsonObject(params)) return [];
  const { endpoint, plan, sides, measurement } = params as Record<string, unknown>;
  return [
    endpoint,
    ...(measurement === undefined ? [] : endpointsOf(measurement)),
    isJsonObject(plan) ? plan['endpoint'] : undefined,
    ...(Array.isArray(sides) ? sides.flatMap(endpointsOf) : []),
  ];
}

function isOfEditor(endpoint: unknown): boolean {
  return textAt(endpoint, 'kind') === ('vscode-lm' satisfies EndpointKindId);
}

function textAt(value: unknown, key: string): string | undefined {
  const found: unknown = isJsonObject(value) ? value[key] : undefined;
  return typeof found === 'string' ? found : undefined;
}
