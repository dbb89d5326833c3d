import assert from 'node:assert/strict';
import { Player, type Recording, type Replayed } from '../unit/endpoints/support/replay.ts';
import { comparable } from './comparable.ts';
import { type ExpectedRecord, secretsOf, type Transcript, transcripts } from './transcript.ts';

/**
 * One test for each transcript that `chosen` selects. An answer in two reads, cut at any byte, gives the same
 * record. Each of its times is that of the read with the last byte of the event.
 */
export function describeEveryCut(title: string, chosen: (transcript: Transcript) => boolean): void {
  describe(title, () => {
    for (const transcript of transcripts().filter(chosen)) {
      it(`${transcript.name} gives the same record wherever it is cut, with the times of the reads`, () =>
        playAtEveryCut(transcript));
    }
  });
}

async function playAtEveryCut(transcript: Transcript): Promise<void> {
  const { endpoint, bytes } = transcript;
  const player = await Player.for(endpoint, secretsOf(endpoint));
  const positions = positionsOf(player.play(byteByByte(bytes)));
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const recording = [
      { bytes: bytes.subarray(0, cut), at: 10 },
      { bytes: bytes.subarray(cut), at: 20 },
    ].filter(read => read.bytes.length > 0);
    const expected = expectedOf(transcript, positions, position => (position < cut ? 0.01 : 0.02));
    const { response, trace } = comparable(player.play(recording));
    const { noTpot, ...rest } = trace;
    // Two reads seldom determine a time per token. If the record has one, it is that of its times.
    if (noTpot === undefined) assert.deepEqual({ response, trace: rest }, expected, `cut at ${cut}`);
    else {
      const trace = { ...expected.trace, tpot: null };
      assert.deepEqual({ response, trace: rest }, { response: expected.response, trace }, `cut at ${cut}`);
      assert.equal(rest.tpot, null);
    }
  }
}

/** The positions in the bytes at which the events of an answer end; null = there is no such event. */
interface Positions {
  generated: number[];
  firstText: number | null;
  lastText: number | null;
  firstCounted: number | null;
  /** Last byte of the whole exchange. */
  last: number;
}

/** Byte i arrives i + 1 milliseconds after sending, so that every time is a position. */
function byteByByte(bytes: Buffer): Recording {
  return Array.from(bytes, (byte, i) => ({ bytes: Buffer.from([byte]), at: i + 1 }));
}

function positionsOf({ response, trace }: Replayed): Positions {
  const position = (seconds: number | null) => (seconds === null ? null : Math.round(seconds * 1000) - 1);
  const generated: number[] = [];
  let at = trace.ttftAny ?? 0;
  if (trace.ttftAny !== null) {
    for (const gap of [0, ...trace.gaps]) {
      at += gap;
      generated.push(position(at) ?? 0);
    }
  }
  return {
    generated,
    firstText: position(trace.ttft),
    lastText: position(response.time_to_last_token),
    firstCounted: position(response.time_to_first_token),
    last: position(trace.endedAt) ?? 0,
  };
}

/** The transcript's own record, with its times as `timeOf` (seconds) makes them from positions. */
function expectedOf(
  { response, trace }: ExpectedRecord,
  positions: Positions,
  timeOf: (position: number) => number,
): ExpectedRecord {
  const { noTpot: _, ...counted } = trace;
  const time = (position: number | null) => (position === null ? null : timeOf(position));
  const milliseconds = (from: number, to: number) => (Math.round(to * 1000) - Math.round(from * 1000)) / 1000;
  const times = positions.generated.map(timeOf);
  const first = times[0];
  const last = times.at(-1);
  const streamed = first !== undefined && last !== undefined;
  const tokens = response.num_tokens_output;
  const paced = trace.tpot !== null || trace.noTpot !== undefined;
  const tpot = !paced || !streamed || tokens === null ? null : (last - first) / (tokens - 1);
  const firstToken = time(positions.firstCounted);
  const lastToken = time(positions.lastText);
  const perToken =
    firstToken === null || lastToken === null || tokens === null || tokens < 2
      ? null
      : (lastToken - firstToken) / (tokens - 1);
  return {
    response: {
      ...response,
      time_to_first_token: firstToken,
      time_to_last_token: lastToken,
      time_per_output_token: perToken,
    },
    trace: {
      ...counted,
      ttfb: timeOf(0),
      ttft: time(positions.firstText),
      ttftAny: first ?? null,
      ttlt: streamed ? last : trace.ttlt === null ? null : timeOf(positions.last),
      tpot,
      gaps: times.slice(1).map((at, i) => milliseconds(times[i] ?? 0, at)),
    },
  };
}
