import { eventJson } from '../http/eventJson.ts';

/**
 * Reassembles the JSON that a container streams: server-sent events, or one JSON document per line. The
 * bytes may be cut anywhere. `[DONE]`, comments, keep-alives and other fields of events are skipped.
 */
export class JsonLines {
  readonly #receive: (json: unknown) => void;
  readonly #decoder = new TextDecoder();
  /** The beginning of a line whose end has not arrived. */
  #open = '';
  /** Lines of an event that are not yet a whole JSON document. */
  #data: string[] = [];

  constructor(receive: (json: unknown) => void) {
    this.#receive = receive;
  }

  /** Throws on a line that is not JSON. */
  feed(bytes: Uint8Array): void {
    const lines = (this.#open + this.#decoder.decode(bytes, { stream: true })).split('\n');
    this.#open = lines.pop() ?? '';
    for (const line of lines) this.#line(line.replace(/\r$/, ''));
  }

  /** Takes the last line as complete. Throws if it is not JSON. */
  end(): void {
    const last = this.#open + this.#decoder.decode();
    this.#open = '';
    this.#line(last);
    this.#line('');
  }

  #line(line: string): void {
    if (line.trim() === '') this.#endEvent();
    else if (line.startsWith('data:')) this.#dataLine(line.slice(5).trim());
    else if (!/^(event|id|retry)?:/.test(line)) this.#receive(eventJson(line));
  }

  /** Many containers do not send the empty line that ends an event. */
  #dataLine(data: string): void {
    if (data === '' || data.startsWith('[DONE]')) return;
    if (/^(ping|keep-?alive|heartbeat)$/i.test(data)) return;
    this.#data.push(data);
    let json: unknown;
    try {
      json = JSON.parse(this.#data.join('\n'));
    } catch {
      return;
    }
    this.#data = [];
    this.#receive(json);
  }

  #endEvent(): void {
    const data = this.#data.join('\n');
    this.#data = [];
    if (data === '') return;
    if (!/^\s*[[{]/.test(data)) eventJson(data);
    throw new Error('an event is not valid JSON');
  }
}
