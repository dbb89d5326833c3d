import assert from 'node:assert/strict';
import type { EnginePort } from '../../../src/engine/enginePort.ts';
import { RoutedEngine } from '../../../src/extension/engines/languageModels/routedEngine.ts';

/** An engine that notes what it is asked; measurements wait for `end`. */
function engineOf(name: string, asked: string[]) {
  const ends: (() => void)[] = [];
  const listeners: ((data: unknown) => void)[] = [];
  const engine = {
    request: (request: string) => {
      asked.push(`${name} ${request}`);
      return request === 'measure' ? new Promise<void>(resolve => ends.push(resolve)) : Promise.resolve(null);
    },
    on: (_event: string, listener: (data: unknown) => void) => {
      listeners.push(listener);
      return () => listeners.splice(listeners.indexOf(listener), 1);
    },
    close: async () => {
      asked.push(`${name} close`);
    },
  } as unknown as EnginePort;
  return { engine, listeners, end: () => ends.shift()?.() };
}

function routed() {
  const asked: string[] = [];
  const outside = engineOf('outside', asked);
  const inside = engineOf('inside', asked);
  const engine = new RoutedEngine(outside.engine, inside.engine);
  const ask = (name: string, params: object) => engine.request(name as never, params as never);
  return { engine, asked, outside, inside, ask };
}

const model = { kind: 'vscode-lm', model: 'm' };
const api = { kind: 'openai-chat', model: 'm' };

describe('the routed engine', () => {
  it('sends requests about the editor’s models inside, and all others outside', async () => {
    const { ask, asked } = routed();
    for (const endpoint of [model, api]) {
      await ask('listModels', { endpoint });
      await ask('testConnection', { endpoint });
      await ask('estimateCost', { kind: 'load-test', plan: { endpoint }, levels: [1] });
      void ask('measure', { id: endpoint.kind, measurement: { kind: 'run', plan: { endpoint } } });
    }
    await ask('loadReport', { folder: '/r' });
    assert.deepEqual(asked, [
      'inside listModels',
      'inside testConnection',
      'inside estimateCost',
      'inside measure',
      'outside listModels',
      'outside testConnection',
      'outside estimateCost',
      'outside measure',
      'outside loadReport',
    ]);
  });

  it('measures all sides inside if one is a model of the editor', async () => {
    const { ask, asked } = routed();
    const abTest = (id: string, ...endpoints: object[]) =>
      ask('measure', {
        id,
        measurement: { kind: 'ab', sides: endpoints.map(endpoint => ({ plan: { endpoint } })) },
      });
    void abTest('a', api, model);
    void abTest('b', api, api);
    assert.deepEqual(asked, ['inside measure', 'outside measure']);
  });

  it('stops a measurement in the engine that runs it, until it is over', async () => {
    const { ask, asked, inside } = routed();
    const over = ask('measure', { id: 'r', measurement: { kind: 'run', plan: { endpoint: model } } });
    await ask('stop', { id: 'r', stage: 1 });
    await ask('stop', { id: 'other', stage: 1 });
    inside.end();
    await over;
    await ask('stop', { id: 'r', stage: 2 });
    assert.deepEqual(asked, ['inside measure', 'inside stop', 'outside stop', 'outside stop']);
  });

  it('listens to both engines, and closes both', async () => {
    const { engine, asked, inside, outside } = routed();
    const heard: unknown[] = [];
    const stop = engine.on('log', entry => heard.push(entry));
    for (const { listeners } of [inside, outside]) for (const tell of listeners) tell(listeners.length);
    stop();
    assert.deepEqual([heard, inside.listeners, outside.listeners], [[1, 1], [], []]);
    await engine.close();
    assert.deepEqual(asked, ['outside close', 'inside close']);
  });
});
