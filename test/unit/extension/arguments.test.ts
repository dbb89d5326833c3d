import assert from 'node:assert/strict';
import {
  readAbArguments,
  readCompareArguments,
  readRunArguments,
} from '../../../src/extension/measurements/arguments.ts';
import { planFrom } from '../../../src/extension/measurements/planFrom.ts';

const defaults = { prompt: 'usual', clients: 1, requests: 10, maxTokens: 256, timeout: 60 };
const endpoint = { kind: 'openai-chat', model: 'm' } as const;

describe('the plan of a run', () => {
  it('takes the defaults if nothing else is given', () => {
    assert.deepEqual(planFrom(endpoint, {}, {}, defaults), { ...defaults, endpoint });
  });

  it('uses one client for the editor’s models unless more are requested', () => {
    const model = { kind: 'vscode-lm', model: 'm' } as const;
    assert.equal(planFrom(model, {}, {}, { ...defaults, clients: 5 })['clients'], 1);
    assert.equal(planFrom(model, { clients: 3 }, {}, { ...defaults, clients: 5 })['clients'], 3);
    assert.equal(planFrom(endpoint, {}, {}, { ...defaults, clients: 5 })['clients'], 5);
  });

  it('lets arguments override the plan, and the plan override the defaults', () => {
    const plan = { clients: 5, maxTokens: 7, name: 'p' };
    assert.deepEqual(planFrom(endpoint, plan, { clients: 9, prompt: 'mine' }, defaults), {
      clients: 9,
      requests: 10,
      maxTokens: 7,
      timeout: 60,
      prompt: 'mine',
      name: 'p',
      endpoint,
    });
  });

  it('has no number of requests if a duration or payloads limit the run', () => {
    assert.equal('requests' in planFrom(endpoint, { duration: '30s' }, {}, defaults), false);
    assert.equal('requests' in planFrom(endpoint, {}, { payload: 'p.jsonl' }, defaults), false);
    assert.equal('prompt' in planFrom(endpoint, {}, { payload: 'p.jsonl' }, defaults), false);
  });

  it('leaves the options of the call out of the plan, and ignores undefined arguments', () => {
    const args = { endpoint: 'x', plan: {}, waitForEnd: false, showPanel: false, clients: undefined };
    assert.deepEqual(planFrom(endpoint, {}, args as never, defaults), { ...defaults, endpoint });
  });
});

describe('typed arguments', () => {
  it('are distinguished from what menus and trees pass along', () => {
    assert.deepEqual(
      [{ endpoint: 'a' }, { plan: 'p.yaml' }, {}, undefined, 'text', ['endpoint']].map(readRunArguments),
      [{ endpoint: 'a' }, { plan: 'p.yaml' }, null, null, null, null],
    );
    assert.equal(readAbArguments({ sides: 'a' }), null);
    assert.equal(readCompareArguments({ folders: [1] }), null);
  });

  it('may use the earlier names of sides and of the deciding metric', () => {
    const sides = [{ endpoint: 'a' }, { endpoint: 'b' }];
    const present = { sides, decidingMetric: 'tpot', clients: 2 };
    assert.deepEqual(readAbArguments({ arms: sides, headline: 'tpot', clients: 2 }), present);
    assert.deepEqual(readAbArguments({ ...present, arms: [], headline: 'ttft' }), present);
    assert.deepEqual(readCompareArguments({ folders: ['/a'], headline: 'ttlt' }), {
      folders: ['/a'],
      decidingMetric: 'ttlt',
    });
  });
});
