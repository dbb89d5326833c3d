import assert from 'node:assert/strict';
import { isRunArguments, planFrom } from '../../../src/extension/measurements/arguments.ts';

const defaults = { prompt: 'usual', clients: 1, requests: 10, maxTokens: 256, timeout: 60 };
const endpoint = { kind: 'openai-chat', model: 'm' } as const;

describe('the plan of a run', () => {
  it('takes the defaults where nothing else is said', () => {
    assert.deepEqual(planFrom(endpoint, {}, {}, defaults), { ...defaults, endpoint });
  });

  it('asks the editor’s models with one client unless somebody says more', () => {
    const model = { kind: 'vscode-lm', model: 'm' } as const;
    assert.equal(planFrom(model, {}, {}, { ...defaults, clients: 5 })['clients'], 1);
    assert.equal(planFrom(model, { clients: 3 }, {}, { ...defaults, clients: 5 })['clients'], 3);
    assert.equal(planFrom(endpoint, {}, {}, { ...defaults, clients: 5 })['clients'], 5);
  });

  it('lets arguments win over the plan, and the plan over the defaults', () => {
    const plan = { clients: 5, maxTokens: 7, name: 'p' };
    assert.deepEqual(planFrom(endpoint, plan, { clients: 9, prompt: 'mine' }, defaults), {
      ...{ clients: 9, requests: 10, maxTokens: 7, timeout: 60, prompt: 'mine', name: 'p' },
      endpoint,
    });
  });

  it('names no number of requests where the run is bound by time or by its payloads', () => {
    assert.equal('requests' in planFrom(endpoint, { duration: '30s' }, {}, defaults), false);
    assert.equal('requests' in planFrom(endpoint, {}, { payload: 'p.jsonl' }, defaults), false);
    assert.equal('prompt' in planFrom(endpoint, {}, { payload: 'p.jsonl' }, defaults), false);
  });

  it('keeps what is about the call out of the plan, and ignores undefined arguments', () => {
    const args = { endpoint: 'x', plan: {}, waitForEnd: false, showPanel: false, clients: undefined };
    assert.deepEqual(planFrom(endpoint, {}, args as never, defaults), { ...defaults, endpoint });
  });
});

describe('typed arguments', () => {
  it('are told from what menus and trees pass along', () => {
    assert.deepEqual(
      [{ endpoint: 'a' }, { plan: 'p.yaml' }, {}, undefined, 'text', ['endpoint']].map(isRunArguments),
      [true, true, false, false, false, false],
    );
  });
});
