import assert from 'node:assert/strict';
import { checkEndpoint } from '../../../src/extension/endpoints/savedEndpoint.ts';
import { RunSession } from '../../../src/extension/measurements/runSession.ts';
import type { RunOutcome, RunSnapshot, RunState } from '../../../src/protocol/run.ts';

const endpoint = { id: '1', config: checkEndpoint({ kind: 'openai-chat', model: 'm' }) };
const session = () => new RunSession('r', {}, '/', endpoint);
const snapshot = (state: RunState, folder: string | null = null) => ({ state, folder }) as RunSnapshot;

describe('a run session', () => {
  it('follows the run to its end', () => {
    const run = session();
    const seen = [run.state];
    for (const state of ['preparing', 'warming', 'running', 'running', 'stopping'] as const) {
      run.take(0, snapshot(state, '/out/a'));
      seen.push(run.state);
    }
    run.finish({ state: 'partial', folder: '/out/a' } as RunOutcome);
    assert.deepEqual(
      [...seen, run.state, run.over, run.folder],
      ['preparing', 'preparing', 'warming', 'running', 'running', 'stopping', 'partial', true, '/out/a'],
    );
  });

  it('refuses to go back', () => {
    const run = session();
    run.take(0, snapshot('running'));
    assert.throws(() => run.take(0, snapshot('warming')), /from running to warming/);
    run.take(0, snapshot('saved'));
    assert.throws(() => run.take(0, snapshot('running')), /from saved to running/);
    assert.equal(run.state, 'saved');
  });

  it('stops gently first', () => {
    const run = session();
    const stages = [0, 1, 2].map(() => {
      const stage = run.nextStopStage();
      run.stopAsked(stage);
      return stage;
    });
    assert.deepEqual(stages, [1, 2, 2]);
  });
});
