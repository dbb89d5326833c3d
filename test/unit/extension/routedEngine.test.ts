import assert from 'node:assert/strict';
import type { EnginePort } from '../../../src/engine/enginePort.ts';
import { RoutedEngine } from '../../../src/extension/engines/languageModels/routedEngine.ts';

/** An engine that notes what it is asked; runs wait for `end`. */
function engineOf(name: string, asked: string[]) {
  const ends: (() => void)[] = [];
  const listeners: ((data: unknown) => void)[] = [];
  const engine = {
    request: (request: string) => {
      asked.push(`${name} ${request}`);
      const waits = request === 'run' || request === 'abRun';
      return waits ? new Promise<void>(resolve => ends.push(resolve)) : Promise.resolve(null);
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

describe('the engine that reaches everything', () => {
  it('asks the editor’s models inside and all others outside, whatever is asked of them', async () => {
    const { ask, asked } = routed();
    for (const endpoint of [model, api]) {
      await ask('listModels', { endpoint });
      await ask('testConnection', { endpoint });
      await ask('estimateCost', { what: 'loadTest', plan: { endpoint }, levels: [1] });
      void ask('run', { runId: endpoint.kind, plan: { endpoint } });
    }
    await ask('loadReport', { folder: '/r' });
    assert.deepEqual(asked, [
      ...['inside listModels', 'inside testConnection', 'inside estimateCost', 'inside run'],
      ...[
        'outside listModels',
        'outside testConnection',
        'outside estimateCost',
        'outside run',
        'outside loadReport',
      ],
    ]);
  });

  it('measures inside as soon as one side is a model of the editor: both in one place', async () => {
    const { ask, asked } = routed();
    void ask('abRun', { runId: 'a', sides: [{ plan: { endpoint: api } }, { plan: { endpoint: model } }] });
    void ask('abRun', { runId: 'b', sides: [{ plan: { endpoint: api } }, { plan: { endpoint: api } }] });
    assert.deepEqual(asked, ['inside abRun', 'outside abRun']);
  });

  it('stops and looks at a run where it goes on, until it is over', async () => {
    const { ask, asked, inside } = routed();
    const over = ask('run', { runId: 'r', plan: { endpoint: model } });
    await ask('snapshot', { runId: 'r' });
    await ask('stop', { runId: 'r', stage: 1 });
    await ask('stop', { runId: 'other', stage: 1 });
    inside.end();
    await over;
    await ask('snapshot', { runId: 'r' });
    assert.deepEqual(asked, [
      ...['inside run', 'inside snapshot', 'inside stop'],
      ...['outside stop', 'outside snapshot'],
    ]);
  });

  it('hears both, and closes both', async () => {
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
