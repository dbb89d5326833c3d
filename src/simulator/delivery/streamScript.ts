import type { ChunkEvent, FixedEvent, StreamedAnswer } from '../dialects/dialect.ts';
import { type Payload, payloadBytes } from '../http/chunkEncoder.ts';
import { encodeHead, type Header, lastChunk } from '../http/response.ts';
import { type ChunkSource, ChunkStep } from './chunkStep.ts';
import { type DeliveryPlan, headerDelay } from './deliveryPlan.ts';
import { type Ending, fixedStep, pause, type Script, type WriteStep } from './script.ts';
import { shape } from './shape.ts';

/** What is left of a response after its fault. */
interface Remains {
  readonly steps: readonly WriteStep[];
  /** What follows the steps: the end of the body, part of a chunk, or nothing. */
  readonly tail: Buffer | null;
  readonly endAt: number;
  readonly ending: Ending;
}

/** The writes of a streamed response. */
export function scriptStream(exchange: DeliveryPlan): Script {
  const { scenario, fault } = exchange;
  const { steps, tail, endAt, ending } = remains(exchange);
  const pieces = [fixedStep(head(exchange), 0), ...steps];
  if (tail) pieces.push(fixedStep(tail, endAt));
  const shaped = shape(pieces, scenario);
  if (ending === 'reset') shaped.push(pause(endAt));
  return {
    steps: shaped,
    ending,
    spaced: scenario.fragmentBytes !== null,
    delay: headerDelay(fault),
    answers: steps.length > 0,
  };
}

function head({ dialect, generation, keepAlive }: DeliveryPlan): Buffer {
  const headers: Header[] = [
    ...dialect.streamHeaders(generation),
    ['transfer-encoding', 'chunked'],
    ['connection', keepAlive ? 'keep-alive' : 'close'],
  ];
  return Buffer.from(encodeHead(200, headers, generation.created * 1000), 'latin1');
}

function remains({ dialect, asked, generation, fault, keepAlive, encoder }: DeliveryPlan): Remains {
  const answer = dialect.stream(asked, generation);
  const source: ChunkSource = { encode: answer.encode, encoder };
  const steps = answer.events.map((event, index) => eventStep(event, index, source));
  const whole: Remains = {
    steps,
    tail: lastChunk,
    endAt: generation.doneAt,
    ending: keepAlive ? 'keepAlive' : 'close',
  };
  if (!fault) return whole;
  const middle = middleOf(steps);
  const endAt = steps[middle]?.at ?? generation.doneAt;
  const half: Remains = { ...whole, steps: steps.slice(0, middle), endAt };
  const inserted = (payload: Payload): WriteStep => fixedStep(encoder.encode(payload), endAt);
  switch (fault.fault) {
    case 'reset-mid-stream':
      return { ...half, tail: null, ending: 'reset' };
    case 'stall':
      return { ...half, tail: null, ending: 'hang' };
    case 'truncated-chunk': {
      const chunk = steps[middle]?.bytes() ?? Buffer.alloc(0);
      return { ...half, tail: chunk.subarray(0, chunk.length >> 1), ending: 'close' };
    }
    case 'cut-short':
      return half;
    case 'truncated-event': {
      const event = bytesOf(answer, middle);
      return { ...half, steps: [...half.steps, inserted(event.subarray(0, event.length >> 1))] };
    }
    case 'corrupt-event': {
      const { textTokens = 0, reasoningTokens = 0 } = steps[middle] ?? {};
      const bytes = encoder.encode(damaged(bytesOf(answer, middle)));
      const corrupt = fixedStep(bytes, endAt, textTokens, reasoningTokens);
      return { ...whole, steps: [...half.steps, corrupt, ...steps.slice(middle + 1)] };
    }
    case 'error-event':
      return { ...half, steps: [...half.steps, inserted(dialect.errorEvent(generation))] };
    case 'malformed-json': {
      const malformed = inserted(dialect.malformedEvent(generation));
      return { ...whole, steps: [...half.steps, malformed, ...steps.slice(middle)] };
    }
    case 'empty-stream':
      return { ...whole, steps: [], endAt: 0 };
    default:
      return whole;
  }
}

/** The middle one of the steps with visible text, or the last step if there are none. */
function middleOf(steps: readonly WriteStep[]): number {
  const texts = steps.flatMap((step, index) => (step.textTokens > 0 ? [index] : []));
  return texts[texts.length >> 1] ?? steps.length - 1;
}

function bytesOf(answer: StreamedAnswer, index: number): Buffer {
  const event = answer.events[index];
  if (!event) return Buffer.alloc(0);
  return payloadBytes('chunk' in event ? answer.encode(event.chunk, index) : event.payload);
}

/** Flips a bit three bytes before the end: in the closing brace of an event's JSON, or in its checksum. */
function damaged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const index = copy.length - 3;
  if (index >= 0) copy.writeUInt8(copy.readUInt8(index) ^ 1, index);
  return copy;
}

function eventStep(event: FixedEvent | ChunkEvent, index: number, source: ChunkSource): WriteStep {
  if ('chunk' in event) return new ChunkStep(event.chunk, index, source);
  const { payload, at } = event;
  return { at, textTokens: 0, reasoningTokens: 0, bytes: () => source.encoder.encode(payload) };
}
