import type { Clock } from '../core/base/clock.ts';
import { locate, type Place } from './address.ts';
import { controlPage, type SimulatorStats } from './controlPages.ts';
import type { Written } from './delivery/playback.ts';
import type { Script } from './delivery/script.ts';
import { scriptStream } from './delivery/streamScript.ts';
import { scriptPlain, scriptWhole } from './delivery/wholeScript.ts';
import { type ModelRequest, Refusal, type RefusalReason } from './dialects/dialect.ts';
import { invalidApiKey, modelInPath, unknownModel } from './dialects/modelIds.ts';
import { ChunkEncoder } from './http/chunkEncoder.ts';
import type { HttpRequest } from './http/requestParser.ts';
import type { WholeResponse } from './http/response.ts';
import { type FaultName, type FaultRule, faultOf, faults } from './scenario/faults.ts';
import { entropyOf, type Generation, generate } from './scenario/generation.ts';
import { type CacheUse, PrefixCache } from './scenario/prefixCache.ts';
import { type Random, randomFor } from './scenario/random.ts';
import type { Scenario } from './scenario/scenario.ts';
import { Slots } from './scenario/slots.ts';
import type { TruthLog } from './truth/truthLog.ts';

/** How a request is answered: the writes, and whom to tell what became of them. */
export interface ScriptedResponse {
  readonly script: Script;
  /** Called once with what was really written; `aborted` where the client left first. */
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

/** What became of a request. */
interface Fate {
  readonly place: Place;
  readonly requestNumber: number;
  readonly readAt: number;
  readonly script: Script;
  readonly id: string | null;
  readonly streamed: boolean;
  readonly fault: FaultName | null;
  readonly written: Written;
  readonly aborted: boolean;
}

const immediateReset: Script = { steps: [], ending: 'reset', spaced: false, delay: 0, answers: false };
const mostKept = 100;
const noCache: CacheUse = { cachedTokens: 0, writtenTokens: 0 };

/** The process may pause between two readings, so this takes the pair that was read in the shortest time. */
function offsetToMonotonic(clock: Clock): number {
  const pairs = Array.from({ length: 10 }, () => {
    const before = clock.now();
    const monotonic = Number(process.hrtime.bigint()) / 1e6;
    const took = clock.now() - before;
    return { took, offset: monotonic - before - took / 2 };
  });
  return pairs.reduce((best, pair) => (pair.took < best.took ? pair : best)).offset;
}

/** Decides how each request is answered, without any knowledge of sockets. */
export class Service {
  readonly #parts: ServiceParts;
  readonly #names: readonly string[];
  readonly #encoder = new ChunkEncoder();
  readonly #served = new Map<string, number>();
  /** Responses of scenarios that do not vary, by scenario and limits. */
  readonly #same = new Map<string, Generation>();
  readonly #caches = new Map<string, PrefixCache>();
  readonly #slots = new Map<string, Slots>();
  /** The offset from the clock's milliseconds to those of `process.hrtime`. */
  readonly #toMonotonic: number;

  constructor(parts: ServiceParts) {
    this.#parts = parts;
    this.#names = [...parts.scenarios.keys()];
    this.#toMonotonic = offsetToMonotonic(parts.clock);
  }

  answer(request: HttpRequest, readAt: number): ScriptedResponse {
    const { scenarios, fallback } = this.#parts;
    const page = controlPage(request, this.#parts);
    if (page) return this.#plain(page, request);
    const place = locate(request, this.#names, fallback);
    const scenario = typeof place === 'string' ? undefined : scenarios.get(place.scenario);
    if (typeof place === 'string' || !scenario) return this.#plain(notFound(String(place)), request);
    const { operation, path } = place;
    const allowed = place.dialect.methods[operation];
    if (request.method !== allowed && !(request.method === 'HEAD' && allowed === 'GET')) {
      const refusal = refusedBy(place, scenario, { kind: 'method' });
      return this.#plain({ ...refusal, headers: [...refusal.headers, ['allow', allowed]] }, request);
    }
    if (operation === 'models') {
      const unknown = modelInPath(path) === unknownModel;
      const answer = unknown ? refusedBy(place, scenario, { kind: 'notFound' }) : place.dialect.models(path);
      return this.#plain(answer, request);
    }
    return this.#generate(request, readAt, place, scenario);
  }

  #plain(response: WholeResponse, { method, keepAlive }: HttpRequest): ScriptedResponse {
    const script = scriptPlain(response, this.#parts.clock.wall(), keepAlive, method === 'HEAD');
    return { script, report: () => undefined };
  }

  #generate(request: HttpRequest, readAt: number, place: Place, scenario: Scenario): ScriptedResponse {
    const { dialect, scenario: name } = place;
    const requestNumber = (this.#served.get(name) ?? 0) + 1;
    this.#served.set(name, requestNumber);
    const random = randomFor(scenario.seed, name, requestNumber);
    const entropy = entropyOf(random);
    const fault = faultOf(scenario.faults, requestNumber, random);
    const scripted = (script: Script, id: string | null, streamed: boolean): ScriptedResponse => ({
      script,
      report: (written, aborted) => {
        const fate = { script, id, streamed, written, aborted };
        this.#recordTruth({ place, requestNumber, readAt, fault: fault?.fault ?? null, ...fate });
      },
    });
    const refuse = (reason: RefusalReason, model: string): ScriptedResponse => {
      const refusal = dialect.refuse(reason, model, entropy);
      return scripted(scriptPlain(refusal, this.#parts.clock.wall(), request.keepAlive), null, false);
    };

    const asked = readModelRequest(request, place);
    if (asked instanceof Refusal) return refuse(asked.reason, '');
    const refusal = refusalOf(asked, fault);
    if (refusal) return refuse(refusal, asked.model);
    if (fault?.fault === 'reset-before-headers') return scripted(immediateReset, null, asked.stream);
    const generation = this.#generation(name, scenario, asked, readAt, entropy, random);
    const { keepAlive } = request;
    const plan = { dialect, asked, generation, scenario, fault, keepAlive, encoder: this.#encoder };
    const script = asked.stream ? scriptStream(plan) : scriptWhole(plan);
    const delay = script.delay + this.#wait(name, scenario, readAt, generation.doneAt);
    return scripted({ ...script, delay }, dialect.answerId(generation), asked.stream);
  }

  #recordTruth({ place, readAt, script, id, written, ...facts }: Fate): void {
    const since = (at: number | null): number | null => (at === null ? null : (at - readAt) / 1000);
    const stamp = (at: number | null): number | null => (at === null ? null : at + this.#toMonotonic);
    this.#parts.truthLog.add({
      id: written.begun && script.answers ? id : null,
      dialect: place.dialect.name,
      scenario: place.scenario,
      requestNumber: facts.requestNumber,
      streamed: facts.streamed,
      readAt: readAt + this.#toMonotonic,
      firstTokenAt: stamp(written.firstText),
      lastTokenAt: stamp(written.lastText),
      ttft: since(written.firstText),
      ttlt: since(written.lastText),
      anyTtft: since(written.firstAny),
      tokens: written.textTokens,
      fault: facts.fault,
      aborted: facts.aborted,
    });
  }

  /** Milliseconds that a request waits for a slot. */
  #wait(name: string, { slots }: Scenario, readAt: number, takes: number): number {
    if (slots === null) return 0;
    const places = this.#slots.get(name) ?? new Slots(slots);
    this.#slots.set(name, places);
    return places.wait(readAt, takes);
  }

  /** The response, with the effect of the scenario's prompt cache. */
  #generation(
    name: string,
    scenario: Scenario,
    asked: ModelRequest,
    readAt: number,
    entropy: string,
    random: Random,
  ): Generation {
    if (scenario.prefill === null) return this.#generated(name, scenario, asked, noCache, entropy, random);
    const cache = this.#caches.get(name) ?? new PrefixCache();
    this.#caches.set(name, cache);
    const use = cache.use(asked.prompt, asked.caching, readAt);
    const generation = this.#generated(name, scenario, asked, use, entropy, random);
    use.keep(readAt + (generation.chunks[0]?.at ?? generation.doneAt));
    return generation;
  }

  #generated(
    name: string,
    scenario: Scenario,
    { maxTokens, promptTokens, thinking }: ModelRequest,
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
      same = generate(scenario, limits, use, created, entropy, randomFor(scenario.seed, name));
      // There may be any number of different prompts; what was drawn for them can be drawn again.
      if (this.#same.size === mostKept) this.#same.clear();
      this.#same.set(key, same);
    }
    return { ...same, created, entropy };
  }
}

/** The refusal of a request that asks for no answer. */
function refusedBy({ dialect, path }: Place, scenario: Scenario, reason: RefusalReason): WholeResponse {
  return dialect.refuse(reason, modelInPath(path) ?? '', entropyOf(randomFor(scenario.seed)));
}

function readModelRequest(request: HttpRequest, { dialect, path }: Place): ModelRequest | Refusal {
  if (dialect.key(request.headers) === invalidApiKey) return new Refusal({ kind: 'authentication' });
  try {
    return dialect.read(request, path);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function refusalOf(asked: ModelRequest, fault: FaultRule | null): RefusalReason | null {
  if (asked.model === unknownModel) return { kind: 'notFound' };
  const kind = fault ? faults[fault.fault].refusal : null;
  return kind ? { kind } : null;
}

/** In a form from which both SDK families read the message. */
function notFound(message: string): WholeResponse {
  const body = { type: 'error', error: { type: 'not_found_error', message } };
  return { status: 404, headers: [['content-type', 'application/json']], body: JSON.stringify(body) };
}
