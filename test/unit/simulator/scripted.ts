import { RequestParser } from '../../../src/simulator/http/requestParser.ts';
import type { Scenario } from '../../../src/simulator/scenario/scenario.ts';
import { scenarios as documented } from '../../../src/simulator/scenario/scenarios.ts';
import { Service } from '../../../src/simulator/service.ts';
import { TruthLog } from '../../../src/simulator/truth/truthLog.ts';
import { encodeRequest, parseResponse, type RawRequest, type RawResponse } from './rawClient.ts';

export interface ScriptedRequest extends RawRequest {
  /** Fields that replace those of `steady`. */
  readonly scenario?: Partial<Scenario>;
}

export interface Scripted {
  readonly response: RawResponse;
  /** The writes: when, in milliseconds from the request, and with how many chunks in each. */
  readonly writes: readonly { at: number; events: number }[];
  /** The recorded ID of this response. */
  readonly id: string | null;
}

/** The simulator's response to a request, without a socket and without waiting. */
export function play({ scenario = {}, ...request }: ScriptedRequest): Scripted {
  const { steady } = documented;
  if (!steady) throw new Error('no scenario steady');
  const truthLog = new TruthLog(1);
  const service = new Service({
    scenarios: new Map(['default', 'fast'].map(name => [name, { ...steady, ...scenario }])),
    fallback: 'default',
    truthLog,
    clock: { now: () => 0, wall: () => 1_700_000_000_000 },
    stats: () => {
      throw new Error('not asked for');
    },
  });
  const parser = new RequestParser();
  parser.push(encodeRequest(request));
  const parsed = parser.next();
  if (!parsed) throw new Error('the request is not complete');
  const { script, report } = service.answer(parsed, 0);
  const writes = script.steps.map(step => ({ at: step.at + script.delay, bytes: step.bytes() }));
  report({ firstAny: null, firstText: null, lastText: null, textTokens: 0, begun: true }, false);
  let seen = 0;
  return {
    response: parseResponse(Buffer.concat(writes.map(({ bytes }) => bytes))),
    writes: writes.map(({ at }, index) => {
      const before = seen;
      const sent = Buffer.concat(writes.slice(0, index + 1).map(({ bytes }) => bytes));
      seen = parseResponse(sent).chunks.length;
      return { at, events: seen - before };
    }),
    id: truthLog.all()[0]?.id ?? null,
  };
}
