import { EventStreamCodec } from '@smithy/core/event-streams';
import { endpointConfigSchema } from '../../../../src/endpoints/kinds.ts';
import { Player, type Recording } from './replay.ts';

/** The official SDK's own encoder. */
const codec = new EventStreamCodec(
  bytes => Buffer.from(bytes).toString(),
  text => Buffer.from(text),
);

export function frame(headers: Record<string, string>, payload: string | Buffer): Buffer {
  const typed = Object.entries(headers).map(([name, value]) => [name, { type: 'string' as const, value }]);
  return Buffer.from(codec.encode({ headers: Object.fromEntries(typed), body: Buffer.from(payload) }));
}

/** An event, as Bedrock frames it. */
export function event(type: string, body: object): Buffer {
  const headers = { ':event-type': type, ':content-type': 'application/json', ':message-type': 'event' };
  return frame(headers, JSON.stringify(body));
}

export function exception(type: string, message: string): Buffer {
  const headers = {
    ':exception-type': type,
    ':content-type': 'application/json',
    ':message-type': 'exception',
  };
  return frame(headers, JSON.stringify({ message }));
}

/** A chunk of InvokeModelWithResponseStream. */
export function chunkOf(json: object): Buffer {
  return event('chunk', { bytes: Buffer.from(JSON.stringify(json)).toString('base64') });
}

/** A part of a container's answer, as SageMaker passes it on. */
export function payloadPart(bytes: string | Buffer): Buffer {
  const type = 'application/octet-stream';
  return frame({ ':event-type': 'PayloadPart', ':content-type': type, ':message-type': 'event' }, bytes);
}

const head = Buffer.from(
  'HTTP/1.1 200 OK\r\ncontent-type: application/vnd.amazon.eventstream\r\nx-amzn-requestid: req-1\r\ntransfer-encoding: chunked\r\n\r\n',
);

export function httpChunk(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
}

/** A binary event stream, one read 10 ms after the other: the head, each of the bodies, the end. */
export function binaryStream(...bodies: readonly Buffer[]): Recording {
  return [...cutStream(...bodies), { bytes: Buffer.from('0\r\n\r\n'), at: 20 + bodies.length * 10 }];
}

/** The same, but the connection breaks off after the bodies. */
export function cutStream(...bodies: readonly Buffer[]): Recording {
  return [head, ...bodies.map(httpChunk)].map((bytes, i) => ({ bytes, at: (i + 1) * 10 }));
}

export const local = 'http://127.0.0.1:9';

/** Plays recordings to an endpoint with a bearer token. */
export function bedrockPlayer(config: { kind: string; [option: string]: unknown }): Promise<Player> {
  const checked = endpointConfigSchema.parse({ model: 'm', baseUrl: local, ...config });
  return Player.for(checked, { apiKey: 'token' });
}

/** The same, but the endpoint signs its requests. */
export function signingPlayer(config: { kind: string; [option: string]: unknown }): Promise<Player> {
  const checked = endpointConfigSchema.parse({ model: 'm', baseUrl: local, ...config });
  return Player.for(checked, { aws: { accessKeyId: 'AKID', secretAccessKey: 'secret' } });
}
