import type { Socket } from 'node:net';
import { Playback, type Stage } from './delivery/playback.ts';
import { scriptPlain } from './delivery/wholeScript.ts';
import { BadRequestBytes, RequestParser } from './http/requestParser.ts';
import type { ScriptedResponse, Service } from './service.ts';

const continueBytes = Buffer.from('HTTP/1.1 100 Continue\r\n\r\n');

/** One client connection: reads requests and plays one response after another. */
export class ServerConnection {
  readonly #socket: Socket;
  readonly #service: Service;
  readonly #stage: Stage;
  readonly #parser = new RequestParser();
  #playback: Playback | null = null;

  constructor(socket: Socket, service: Service, stage: Stage) {
    this.#socket = socket;
    this.#service = service;
    this.#stage = stage;
    socket.setNoDelay(true);
    socket.on('data', bytes => this.#receive(bytes));
    // A client may reset the connection at any time; 'close' follows and cleans up.
    socket.on('error', () => undefined);
    socket.on('end', () => this.#leave());
    socket.on('close', () => this.#leave());
  }

  #receive(bytes: Buffer): void {
    const readAt = this.#stage.clock.now();
    this.#parser.push(bytes);
    // A pipelined request waits in the parser until the response before it is complete.
    if (!this.#playback) this.#serve(readAt);
  }

  #serve(readAt: number): void {
    try {
      const request = this.#parser.next();
      if (request) this.#play(this.#service.answer(request, readAt), readAt);
      else if (this.#parser.takeContinue()) this.#socket.write(continueBytes);
    } catch (error) {
      if (!(error instanceof BadRequestBytes)) throw error;
      const response = {
        status: 400,
        headers: [['content-type', 'text/plain']],
        body: error.message,
      } as const;
      const script = scriptPlain(response, this.#stage.clock.wall(), false);
      this.#play({ script, report: () => undefined }, readAt);
    }
  }

  #play({ script, report }: ScriptedResponse, readAt: number): void {
    this.#playback = new Playback(this.#stage, this.#socket, script, readAt, report, () => this.#finish());
    this.#playback.wake();
  }

  #finish(): void {
    this.#playback = null;
    // Not directly from the playback: the calls of pipelined requests would nest.
    queueMicrotask(() => {
      if (!this.#playback && !this.#socket.destroyed) this.#serve(this.#stage.clock.now());
    });
  }

  #leave(): void {
    this.#playback?.abort();
  }
}
