import assert from 'node:assert/strict';
import { checkEndpoint } from '../../../src/extension/endpoints/savedEndpoint.ts';
import { experimentProgressText } from '../../../src/extension/measurements/experimentTexts.ts';
import { ExperimentSession } from '../../../src/extension/measurements/measurement.ts';
import type { ExperimentRequest } from '../../../src/extension/measurements/wanted.ts';
import type { RunSnapshot, RunState } from '../../../src/protocol/run.ts';

const endpoint = { id: '1', config: checkEndpoint({ kind: 'openai-chat', model: 'm' }) };
const common = { recipe: null, baseFolder: '/', defaultOutput: '/runs' };
const side = { plan: {}, endpoint };
const loadTest: ExperimentRequest = {
  ...{ kind: 'load-test', title: 'Load test of m', levels: [1, 5], ...side, ...common },
};
const ab: ExperimentRequest = {
  ...{ kind: 'ab', title: 'a vs. b', ...common },
  sides: ['a', 'b'].map(name => ({ name, baseFolder: '/', ...side })),
};
const heatmap: ExperimentRequest = {
  ...{ kind: 'heatmap', title: 'Heatmap of m', source: null, ...side, ...common },
  ...{ inputLengths: [1, 2], outputLengths: [3, 4, 5], requestsPerCombination: 1 },
};

function snapshot(state: RunState, done = 0, folder: string | null = null): RunSnapshot {
  const progress = {
    ...{ sent: done, done, failed: 0, cancelled: 0, inFlight: 0, backlog: 0, total: 10 },
    ...{ warmupDone: 0, warmupTotal: 0, elapsed: 0, duration: null },
  };
  return { state, progress, folder, metrics: {} } as unknown as RunSnapshot;
}

const states = (session: ExperimentSession) =>
  session.progress.steps.map(({ label, state }) => `${label}: ${state}`);

describe('an experiment session', () => {
  it('follows the levels of a load test', () => {
    const session = new ExperimentSession('r', loadTest);
    const seen = [states(session), experimentProgressText(session.progress)];
    session.begin(0);
    session.take(0, snapshot('running', 4, '/runs/test/00001-clients'));
    seen.push(states(session), experimentProgressText(session.progress));
    session.take(0, snapshot('saved', 10, '/runs/test/00001-clients'));
    session.begin(1);
    seen.push(states(session), experimentProgressText(session.progress));
    assert.deepEqual(seen, [
      ['1 client: waiting', '5 clients: waiting'],
      'starting',
      ['1 client: running', '5 clients: waiting'],
      'level 1 of 2: 4 of 10',
      ['1 client: done', '5 clients: running'],
      'level 2 of 2: starting',
    ]);
    assert.deepEqual(
      [session.folder, session.title, session.state],
      ['/runs/test', 'Load test of m', 'running'],
    );
  });

  it('gives each side of an A/B run its own snapshots, and counts their requests together', () => {
    const session = new ExperimentSession('r', ab);
    session.take(1, snapshot('running', 3, '/runs/pair/b'));
    session.take(0, snapshot('running', 4, '/runs/pair/a'));
    assert.deepEqual(states(session), ['a: running', 'b: running']);
    assert.equal(experimentProgressText(session.progress), '7 of 20');
    assert.equal(session.folder, '/runs/pair');
    assert.throws(() => session.take(2, snapshot('running')), /no step 2/);
  });

  it('is one run where it is a heatmap, whose folder is its own', () => {
    const session = new ExperimentSession('r', heatmap);
    session.take(0, snapshot('running', 2, '/runs/warm'));
    assert.deepEqual(states(session), ['6 combinations: running']);
    assert.equal(session.folder, '/runs/warm');
  });

  it('stops gently first, and says so', () => {
    const session = new ExperimentSession('r', heatmap);
    session.take(0, snapshot('running', 2));
    const stages = [session.nextStopStage()];
    session.stopAsked(1);
    stages.push(session.nextStopStage());
    assert.deepEqual([stages, session.state, session.progress.stopping], [[1, 2], 'stopping', true]);
    assert.equal(experimentProgressText(session.progress), 'stopping, 2 of 10');
    session.finish({ folder: '/runs/warm', name: 'warm', state: 'partial', message: null });
    assert.deepEqual([session.over, session.state], [true, 'partial']);
  });
});
