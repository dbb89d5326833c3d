import assert from 'node:assert/strict';
import type { EnginePort } from '../../../src/engine/enginePort.ts';
import { LazyEngine } from '../../../src/extension/engines/lazyEngine.ts';
import { RemoteError } from '../../../src/protocol/channel.ts';

function fakeEngine(answer: () => Promise<unknown>) {
  const listeners = new Map<string, (data: never) => void>();
  const port: EnginePort = {
    request: answer as EnginePort['request'],
    on: (name, listener) => {
      listeners.set(name, listener);
      return () => listeners.delete(name);
    },
    close: async () => undefined,
  };
  return { port, emit: (name: string, data: unknown) => listeners.get(name)?.(data as never) };
}

describe('the lazy engine', () => {
  it('starts at the first request, once', async () => {
    let started = 0;
    const engine = new LazyEngine(() => {
      started++;
      return fakeEngine(async () => null).port;
    });
    engine.on('snapshot', () => undefined);
    assert.equal(started, 0);
    await engine.request('stop', { id: 'a', stage: 1 });
    await engine.request('stop', { id: 'a', stage: 1 });
    assert.equal(started, 1);
  });

  it('starts a new engine after one was lost, and keeps its listeners', async () => {
    const fakes = [
      fakeEngine(() => Promise.reject(new RemoteError('ChannelClosed', 'gone'))),
      fakeEngine(async () => null),
    ];
    const [lost, fresh] = fakes;
    assert.ok(lost && fresh);
    const heard: string[] = [];
    let started = 0;
    const engine = new LazyEngine(() => (started++ === 0 ? lost.port : fresh.port));
    engine.on('snapshot', ({ id }) => heard.push(id));
    await assert.rejects(engine.request('stop', { id: 'a', stage: 1 }), /gone/);
    await engine.request('stop', { id: 'a', stage: 1 });
    fresh.emit('snapshot', { id: 'second' });
    assert.deepEqual([started, heard], [2, ['second']]);
  });

  it('keeps an engine that only refuses', async () => {
    let started = 0;
    const engine = new LazyEngine(() => {
      started++;
      return fakeEngine(() => Promise.reject(new RemoteError('UserError', 'no'))).port;
    });
    await assert.rejects(engine.request('stop', { id: 'a', stage: 1 }), /no/);
    await assert.rejects(engine.request('stop', { id: 'a', stage: 1 }), /no/);
    assert.equal(started, 1);
  });
});
