import { createHash } from 'node:crypto';
import type { JsonObject, JsonValue } from '../../core/base/jsonValue.ts';
import type { ReadyRequest } from '../../endpoints/contract/endpoint.ts';

/** Finds requests whose prompt was sent before in the same run, the warm-up included. */
export class SentPrompts {
  readonly #sent = new Set<number>();
  /** Of each payload, if all requests of a payload have the same prompt. */
  readonly #known: (number | undefined)[] | null;
  #repeated = 0;

  /** @param edited callbacks may change each request, so that a payload does not say what is sent */
  constructor(edited: boolean) {
    this.#known = edited ? null : [];
  }

  /** Number of measured requests that repeated a prompt. */
  get repeated(): number {
    return this.#repeated;
  }

  /** `payload`: its index in the run. */
  add(request: ReadyRequest, payload: number, measured: boolean): void {
    const prompt = this.#known?.[payload] ?? identify(request);
    if (this.#known) this.#known[payload] = prompt;
    if (measured && this.#sent.has(prompt)) this.#repeated += 1;
    this.#sent.add(prompt);
  }
}

/** 48 bits of a hash: a false repetition among a million prompts has a probability of 1 in 500. */
function identify({ prepared, inputText }: ReadyRequest): number {
  const sizes: number[] = [];
  collectSizes(prepared, sizes);
  const hash = createHash('sha1')
    .update(inputText ?? '')
    .update(sizes.join());
  return hash.digest().readUIntBE(0, 6);
}

/** Lengths of all texts and files: they tell payloads apart whose media differ and whose text does not. */
function collectSizes(value: JsonValue | JsonObject, sizes: number[]): void {
  if (typeof value === 'string' || value instanceof Uint8Array) sizes.push(value.length);
  else if (Array.isArray(value)) for (const item of value) collectSizes(item, sizes);
  else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) collectSizes(item as JsonValue, sizes);
  }
}
