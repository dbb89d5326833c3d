import type { WireLog } from './wireLog.ts';

/**
 * Whether a streamed answer is over by the rules of its API although its body has not ended: certainly,
 * probably (nothing important is missing, but more may follow), or not.
 */
export type StreamEnd = 'over' | 'likely' | 'open';

/** Judges an answer by the end of what has arrived. Cheap: it runs between the reads of other streams. */
export interface StreamEndTest {
  /** Looks only at the last event. */
  last(body: WireLog): StreamEnd;
  /** Looks at the last few events: something may follow the end, such as a keep-alive. */
  several(body: WireLog): StreamEnd;
  /** What has arrived, decompressed off this thread; null or missing = it is not compressed. */
  plain?(body: WireLog, headers: ReadonlyMap<string, string>): Promise<WireLog> | null;
}

/**
 * The test for an API of server-sent events. `over`: matches the event that ends an answer. `likely`: all
 * match in the last few events of an answer that is probably over.
 */
export function sseEnd(over: RegExp, likely: readonly RegExp[]): StreamEndTest {
  return {
    last: body => (over.test(lastEvent(body)) ? 'over' : 'open'),
    several: body => {
      const events = lastEvents(body);
      if (events.some(event => over.test(event))) return 'over';
      return likely.length > 0 && likely.every(part => events.some(event => part.test(event)))
        ? 'likely'
        : 'open';
    },
  };
}

const lf = 10;
const cr = 13;

/** The beginning of the last event: its name and type are there, and events can be long. */
function lastEvent({ bytes, length }: WireLog): string {
  if (length < 4 || (bytes[length - 1] !== lf && bytes[length - 1] !== cr)) return '';
  const blank = bytes[length - 1] === cr ? '\r\r' : bytes[length - 2] === cr ? '\r\n\r\n' : '\n\n';
  const before = bytes.lastIndexOf(blank, length - blank.length - 1, 'latin1');
  const start = before < 0 ? 0 : before + blank.length;
  return bytes.toString('latin1', start, Math.min(length, start + 256));
}

/** The last events that are complete, without the beginning of the first one if it is long. */
function lastEvents({ bytes, length }: WireLog): string[] {
  for (let size = 4096; ; size *= 8) {
    const start = Math.max(0, length - size);
    const events = bytes.toString('latin1', start, length).split(/\r\n\r\n|\n\n|\r\r/);
    // What follows the last blank line is not complete.
    events.pop();
    if (start === 0 || events.length > 1) return events.slice(-8);
  }
}
