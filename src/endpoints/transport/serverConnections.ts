import type { Connection } from './connection.ts';

/** So many kept connections closed by the server, and none that carried a second answer: it keeps none. */
const enoughClosed = 3;

/** Milliseconds after an answer. */
const soon = 500;

/** The idle connections to one server, and what has been learned about how it treats connections. */
export class ServerConnections {
  /** It kept a connection open after an answer that was over. Its answers are watched more closely. */
  leavesOpen = false;
  /** A byte of an answer came: its address and its protocol are right. */
  answered = false;
  readonly #idle: Connection[] = [];
  #closed = 0;
  #keptOne = false;

  /** The server closes connections after each answer without announcing it: nothing is gained by keeping them. */
  get keepsNone(): boolean {
    return !this.#keptOne && this.#closed >= enoughClosed;
  }

  /** A kept connection was used again. `closed`: the server had closed it. */
  noteReuse(answered: boolean, closed: boolean): void {
    if (answered) this.#keptOne = true;
    else if (closed) this.#closed += 1;
  }

  /** The server closed a connection. One that was idle for long is not surprising. `now`: clock milliseconds. */
  noteClosed(connection: Connection, now: number): void {
    const place = this.#idle.indexOf(connection);
    if (place < 0) return;
    this.#idle.splice(place, 1);
    if (now - connection.idleSince < soon) this.#closed += 1;
  }

  /** After an answer. */
  keep(connection: Connection): void {
    if (this.keepsNone) connection.destroy();
    else this.#idle.push(connection);
  }

  /** Opened for the next request, so it is kept in any case. */
  add(connection: Connection): void {
    this.#idle.push(connection);
  }

  /** An idle connection that is probably open; null = there is none. `now`: clock milliseconds. */
  take(now: number): Connection | null {
    const connection = this.peek(now);
    this.#idle.pop();
    return connection;
  }

  /** The connection that `take` would return. */
  peek(now: number): Connection | null {
    for (let last = this.#idle.at(-1); last; last = this.#idle.at(-1)) {
      if (last.isTrusted(now)) return last;
      this.#idle.pop();
      last.destroy();
    }
    return null;
  }
}
