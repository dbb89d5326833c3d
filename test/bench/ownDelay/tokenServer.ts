import { createServer, type Socket } from 'node:net';
import { type Sleeper, TimingWheel } from '../../../src/simulator/delivery/timingWheel.ts';

/** How a server streams its answers. Times are milliseconds. */
export interface TokenTiming {
  ttft: number;
  /** Spread of `ttft`: sigma of a lognormal distribution; 0 = constant. */
  sigma: number;
  itl: number;
  tokens: number;
}

/** When the server had read a request, and when it wrote each token. Milliseconds of the machine's monotonic clock. */
export interface TokenTruth {
  id: string;
  readAt: number;
  tokens: number[];
}

/**
 * A chat server in a process of its own that knows when it wrote every single token. It prints its address, and
 * answers GET with what it knows.
 */
const { ttft, sigma, itl, tokens }: TokenTiming = JSON.parse(process.argv[2] ?? '{}');
const clock = { now: () => Number(process.hrtime.bigint()) / 1e6, wall: () => Date.now() };
const wheel = new TimingWheel(clock);
const truths: TokenTruth[] = [];
const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n';
let requests = 0;
let seed = 1;

function random(): number {
  seed = (seed * 1664525 + 1013904223) >>> 0;
  return (seed + 0.5) / 2 ** 32;
}

function firstDelay(): number {
  const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  return ttft * Math.exp(sigma * normal);
}

function event(data: string): string {
  const text = `data: ${data}\n\n`;
  return `${text.length.toString(16)}\r\n${text}\r\n`;
}

function chunkOf(id: string, choices: string, more = ''): string {
  return event(
    `{"id":"${id}","object":"chat.completion.chunk","created":1,"model":"m","choices":[${choices}]${more}}`,
  );
}

class Answer implements Sleeper {
  wakeAt = 0;
  readonly #socket: Socket;
  readonly #truth: TokenTruth;
  #due: number;

  constructor(socket: Socket, readAt: number) {
    this.#socket = socket;
    this.#truth = { id: `c-${++requests}`, readAt, tokens: [] };
    this.#due = readAt + firstDelay();
    wheel.add(this, this.#due);
  }

  wake(): void {
    if (this.#socket.destroyed) return;
    const { id, tokens: written } = this.#truth;
    const token = chunkOf(id, '{"index":0,"delta":{"content":" word"},"finish_reason":null}');
    written.push(clock.now());
    if (written.length < tokens) {
      this.#socket.write(written.length === 1 ? head + token : token);
      this.#due += itl;
      wheel.add(this, this.#due);
      return;
    }
    truths.push(this.#truth);
    const usage = `,"usage":{"prompt_tokens":5,"completion_tokens":${tokens},"total_tokens":${tokens + 5}}`;
    const end = chunkOf(id, '{"index":0,"delta":{},"finish_reason":"stop"}') + chunkOf(id, '', usage);
    this.#socket.write(`${token}${end}${event('[DONE]')}0\r\n\r\n`);
  }
}

function serve(socket: Socket): void {
  let waiting = '';
  socket.on('error', () => {});
  socket.on('data', data => {
    const readAt = clock.now();
    waiting += data.toString('latin1');
    const body = waiting.indexOf('\r\n\r\n') + 4;
    const length = Number(/content-length: *(\d+)/i.exec(waiting)?.[1] ?? 0);
    if (body < 4 || waiting.length < body + length) return;
    const asksForTruth = waiting.startsWith('GET');
    waiting = '';
    if (asksForTruth) {
      const known = JSON.stringify(truths);
      socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${known.length}\r\nconnection: close\r\n\r\n${known}`);
    } else new Answer(socket, readAt);
  });
}

const server = createServer({ noDelay: true }, serve);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`);
});
