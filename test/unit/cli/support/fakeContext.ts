import type { CliContext, Output, Signal } from '../../../../src/cli/process/context.ts';
import type { EnginePort } from '../../../../src/engine/enginePort.ts';
import type { EngineEvents, EngineRequests } from '../../../../src/protocol/engine.ts';

/** Keeps the text that is written. */
export class TextOutput implements Output {
  readonly isTerminal = false;
  readonly colours = false;
  readonly columns = 80;
  text = '';

  write(text: string): void {
    this.text += text;
  }

  redraw(_rows: number, text: string): void {
    this.write(text);
  }

  data(text: string): void {
    this.write(text);
  }
}

type Answers = {
  [K in keyof EngineRequests]?: (
    params: EngineRequests[K]['params'],
  ) => EngineRequests[K]['result'] | Promise<EngineRequests[K]['result']>;
};

/** An engine whose answers and events come from the test. */
export class FakeEngine implements EnginePort {
  readonly asked: { name: string; params: unknown }[] = [];
  readonly #answers: Answers;
  readonly #listeners = new Map<string, Set<(data: never) => void>>();
  closed = false;

  constructor(answers: Answers) {
    this.#answers = { consent: () => ({ hash: '', sections: [], amount: [], folder: '' }), ...answers };
  }

  /** The id of the measurement that it was asked to run. */
  get measurementId(): string | null {
    const params = this.asked.find(({ name }) => name === 'measure')?.params;
    return params ? (params as EngineRequests['measure']['params']).id : null;
  }

  async request<K extends keyof EngineRequests & string>(
    name: K,
    params: EngineRequests[K]['params'],
  ): Promise<EngineRequests[K]['result']> {
    this.asked.push({ name, params });
    const answer = this.#answers[name];
    if (!answer) throw new Error(`The test does not answer "${name}".`);
    return answer(params);
  }

  on<K extends keyof EngineEvents>(name: K, listener: (data: EngineEvents[K]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  emit<K extends keyof EngineEvents>(name: K, data: EngineEvents[K]): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(data as never);
  }

  /** How many listeners are subscribed. */
  get listeners(): number {
    return [...this.#listeners.values()].reduce((sum, { size }) => sum + size, 0);
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

/** A context without a process. Only the test advances the time. */
export class FakeContext implements CliContext {
  readonly stdout: TextOutput = new TextOutput();
  readonly stderr: TextOutput = new TextOutput();
  readonly env: Record<string, string | undefined> = {};
  readonly folder = '/home/me';
  args: readonly string[] = [];
  trustedFile = '/home/me/.config/llmeter/trusted';
  /** Questions and what is answered; null = there is no terminal. */
  readonly questions: string[] = [];
  answer: string | null = null;
  time = 0;
  readonly clock = { now: () => this.time, wall: () => 0 };
  readonly engine: FakeEngine;
  readonly #listeners = new Set<(signal: Signal) => void>();
  quitWith: number | null = null;

  constructor(engine: FakeEngine) {
    this.engine = engine;
  }

  async ask(question: string): Promise<string | null> {
    this.questions.push(question);
    return this.answer;
  }

  openEngine(): EnginePort {
    return this.engine;
  }

  onSignal(listener: (signal: Signal) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get signalListeners(): number {
    return this.#listeners.size;
  }

  signal(signal: Signal, afterMilliseconds: number): void {
    this.time += afterMilliseconds;
    for (const listener of this.#listeners) listener(signal);
  }

  quit(exitCode: number): void {
    this.quitWith = exitCode;
  }
}
