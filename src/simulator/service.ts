import type { Clock } from '../core/base/clock.ts';
import { locate, type Place } from './address.ts';
import { controlPage, type SimulatorStats } from './controlPages.ts';
import type { Written } from './delivery/playback.ts';
import type { Script } from './delivery/step.ts';
import { scriptStream } from './delivery/streamScript.ts';
import { scriptPlain, scriptWhole } from './delivery/wholeScript.ts';
import { type Ask, type Reason, Refusal } from './dialects/dialect.ts';
import { refusedKey, unknownModel } from './dialects/modelIds.ts';
import { ChunkEncoder } from './http/chunkEncoder.ts';
import type { HttpRequest } from './http/requestParser.ts';
import type { WholeResponse } from './http/response.ts';
import { type FaultRule, faultOf, faults } from './scenario/faults.ts';
import { entropyOf, type Generation, generate } from './scenario/generation.ts';
import { type CacheUse, PrefixCache } from './scenario/prefixCache.ts';
import { type Random, seededRandom } from './scenario/random.ts';
import type { Scenario } from './scenario/scenario.ts';
import { Slots } from './scenario/slots.ts';
import type { TruthLog } from './truth/truthLog.ts';

/** How a request is answered. */
export interface Answer {
  readonly script: Script;
  /** Told once what was really written; `aborted` where the client left first. */
  report(written: Written, aborted: boolean): void;
}

export interface ServiceParts {
  readonly scenarios: ReadonlyMap<string, Scenario>;
  /** The scenario of a path that names none. */
  readonly fallback: string;
  readonly truthLog: TruthLog;
  readonly clock: Clock;
  stats(): SimulatorStats;
}

const mostKept = 100;
const noCache: CacheUse = { cachedTokens: 0, writtenTokens: 0 };

/** Decides what answers a request. Knows nothing of sockets. */
export class Service {
  readonly #parts: ServiceParts;
  readonly #names: readonly string[];
  readonly #encoder = new ChunkEncoder();
  readonly #served = new Map<string, number>();
  /** Answers of scenarios that do not vary, by scenario and limits. */
  readonly #same = new Map<string, Generation>();
  readonly #caches = new Map<string, PrefixCache>();
  readonly #slots = new Map<string, Slots>();
  /** Turns the clock's milliseconds into those of `process.hrtime`. */
  readonly #toMonotonic: number;

  constructor(parts: ServiceParts) {
    this.#parts = parts;
    this.#names = [...parts.scenarios.keys()];
    this.#toMonotonic = Number(process.hrtime.bigint()) / 1e6 - parts.clock.now();
  }

  answer(request: HttpRequest, readAt: number): Answer {
    const { scenarios, fallback } = this.#parts;
    const page = controlPage(request, this.#parts);
    if (page) return this.#plain(page, request);
    const place = locate(request, this.#names, fallback);
    const scenario = typeof place === 'string' ? undefined : scenarios.get(place.scenario);
    if (typeof place === 'string' || !scenario) return this.#plain(notFound(String(place)), request);
    const allowed = place.dialect.methods[place.operation];
    if (request.method !== allowed) {
      const entropy = entropyOf(seededRandom(scenario.seed));
      const refusal = place.dialect.refuse({ kind: 'method' }, '', entropy);
      return this.#plain({ ...refusal, headers: [...refusal.headers, ['allow', allowed]] }, request);
    }
    if (place.operation === 'models') return this.#plain(place.dialect.models(place.path), request);
    return this.#generate(request, readAt, place, scenario);
  }

  #plain(response: WholeResponse, { keepAlive }: HttpRequest): Answer {
    const script = scriptPlain(response, this.#parts.clock.wall(), keepAlive);
    return { script, report: () => undefined };
  }

  #generate(request: HttpRequest, readAt: number, place: Place, scenario: Scenario): Answer {
    const { clock, truthLog } = this.#parts;
    const { dialect } = place;
    const requestNumber = (this.#served.get(place.scenario) ?? 0) + 1;
    this.#served.set(place.scenario, requestNumber);
    const random = seededRandom(scenario.seed, place.scenario, requestNumber);
    const entropy = entropyOf(random);
    const fault = faultOf(scenario.faults, requestNumber, random);

    const answer = (script: Script, id: string | null, streamed: boolean): Answer => ({
      script,
      report: (written, aborted) => {
        const since = (at: number | null): number | null => (at === null ? null : (at - readAt) / 1000);
        const stamp = (at: number | null): number | null => (at === null ? null : at + this.#toMonotonic);
        truthLog.add({
          id: written.begun && script.answers ? id : null,
          dialect: dialect.name,
          scenario: place.scenario,
          requestNumber,
          streamed,
          readAt: readAt + this.#toMonotonic,
          firstTokenAt: stamp(written.firstText),
          lastTokenAt: stamp(written.lastText),
          ttft: since(written.firstText),
          ttlt: since(written.lastText),
          anyTtft: since(written.firstAny),
          tokens: written.textTokens,
          fault: fault?.fault ?? null,
          aborted,
        });
      },
    });
    const refuse = (reason: Reason, model: string): Answer => {
      const refusal = dialect.refuse(reason, model, entropy);
      return answer(scriptPlain(refusal, clock.wall(), request.keepAlive), null, false);
    };

    const ask = readAsk(request, place);
    if (ask instanceof Refusal) return refuse(ask.reason, '');
    const refusal = refusalOf(ask, fault);
    if (refusal) return refuse(refusal, ask.model);
    if (fault?.fault === 'reset-before-headers') {
      return answer(
        { steps: [], ending: 'reset', spaced: false, delay: 0, answers: false },
        null,
        ask.stream,
      );
    }
    const generation = this.#generation(place.scenario, scenario, ask, readAt, entropy, random);
    const plan = {
      dialect,
      ask,
      generation,
      scenario,
      fault,
      keepAlive: request.keepAlive,
      encoder: this.#encoder,
    };
    const script = ask.stream ? scriptStream(plan) : scriptWhole(plan);
    const delay = script.delay + this.#wait(place.scenario, scenario, readAt, generation.doneAt);
    return answer({ ...script, delay }, dialect.answerId(generation), ask.stream);
  }

  /** Milliseconds in line. */
  #wait(name: string, { slots }: Scenario, readAt: number, takes: number): number {
    if (slots === null) return 0;
    const places = this.#slots.get(name) ?? new Slots(slots);
    this.#slots.set(name, places);
    return places.wait(readAt, takes);
  }

  /** The answer, and what the prompt cache of the scenario had to do with it. */
  #generation(
    name: string,
    scenario: Scenario,
    ask: Ask,
    readAt: number,
    entropy: string,
    random: Random,
  ): Generation {
    if (scenario.prefill === null) return this.#generated(name, scenario, ask, noCache, entropy, random);
    const cache = this.#caches.get(name) ?? new PrefixCache();
    this.#caches.set(name, cache);
    const use = cache.use(ask.prompt, ask.caching, readAt);
    const generation = this.#generated(name, scenario, ask, use, entropy, random);
    use.keep(readAt + (generation.chunks[0]?.at ?? generation.doneAt));
    return generation;
  }

  #generated(
    name: string,
    scenario: Scenario,
    { maxTokens, promptTokens, thinking }: Ask,
    { cachedTokens, writtenTokens }: CacheUse,
    entropy: string,
    random: Random,
  ): Generation {
    const created = Math.floor(this.#parts.clock.wall() / 1000);
    const limits = { maxTokens, promptTokens, thinking };
    const use = { cachedTokens, writtenTokens };
    if (scenario.varied) return generate(scenario, limits, use, created, entropy, random);
    const key = JSON.stringify([name, limits, use]);
    let same = this.#same.get(key);
    if (!same) {
      same = generate(scenario, limits, use, created, entropy, seededRandom(scenario.seed, name));
      // Prompts may be of any length; what was drawn for them can be drawn again.
      if (this.#same.size === mostKept) this.#same.clear();
      this.#same.set(key, same);
    }
    return { ...same, created, entropy };
  }
}

function readAsk(request: HttpRequest, { dialect, path }: Place): Ask | Refusal {
  if (dialect.key(request.headers) === refusedKey) return new Refusal({ kind: 'authentication' });
  try {
    return dialect.read(request, path);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function refusalOf(ask: Ask, fault: FaultRule | null): Reason | null {
  if (ask.model === unknownModel) return { kind: 'notFound' };
  const kind = fault ? faults[fault.fault].refusal : null;
  return kind ? { kind } : null;
}

/** In the shape that both SDK families read a message from. */
function notFound(message: string): WholeResponse {
  const body = { type: 'error', error: { type: 'not_found_error', message } };
  return { status: 404, headers: [['content-type', 'application/json']], body: JSON.stringify(body) };
}
