import { Channel, type Transport } from '../protocol/channel.ts';
import type { EngineEvents, EngineRequests } from '../protocol/engine.ts';
import type { EnginePort } from './enginePort.ts';

/** What is common to a worker, its parent port and the ends of a message channel. */
export interface MessageEnd {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  off(event: 'message', listener: (message: unknown) => void): unknown;
}

export function transportOver(end: MessageEnd): Transport {
  return {
    post: message => end.postMessage(message),
    listen: receive => {
      end.on('message', receive);
      return () => end.off('message', receive);
    },
  };
}

/** An engine at the other end. `end` is called when it has closed. Call `lost` when it will never answer again. */
export function engineOver(
  wire: MessageEnd,
  end: () => unknown,
): { engine: EnginePort; lost(reason: string): void } {
  const channel = new Channel<Record<never, never>, EngineRequests, EngineEvents, Record<never, never>>(
    transportOver(wire),
    {},
  );
  return {
    engine: {
      request: (name, params) => channel.request(name, params),
      on: (name, listener) => channel.on(name, listener),
      close: async () => {
        await channel.request('close', null).catch(() => {});
        await end();
      },
    },
    lost: reason => channel.close(reason),
  };
}
