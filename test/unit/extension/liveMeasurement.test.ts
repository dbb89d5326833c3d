import assert from 'node:assert/strict';
import { checkEndpoint } from '../../../src/extension/endpoints/savedEndpoint.ts';
import { LiveMeasurement } from '../../../src/extension/measurements/liveMeasurement.ts';
import {
  type MeasurementRequest,
  runRequest,
} from '../../../src/extension/measurements/measurementRequest.ts';
import { progressText } from '../../../src/extension/measurements/texts.ts';
import type { OutcomeOf } from '../../../src/protocol/measurement.ts';
import type { RunSnapshot, RunState } from '../../../src/protocol/run.ts';

const endpoint = { id: '1', config: checkEndpoint({ kind: 'openai-chat', model: 'm' }) };
const planned = { plan: {}, endpoint, place: { folders: [], chosen: [] }, baseFolder: '/' };
const run = runRequest(planned);
const loadTest: MeasurementRequest<'load-test'> = {
  ...planned,
  kind: 'load-test',
  title: 'Load test of m',
  recipe: null,
  settings: { levels: [1, 5] },
};
const ab: MeasurementRequest<'ab'> = {
  kind: 'ab',
  title: 'a vs. b',
  recipe: null,
  baseFolder: '/',
  sides: ['a', 'b'].map(name => ({ ...planned, name })),
  settings: {},
};
const heatmap: MeasurementRequest<'heatmap'> = {
  ...planned,
  kind: 'heatmap',
  title: 'Heatmap of m',
  recipe: null,
  settings: { source: null, inputLengths: [1, 2], outputLengths: [3, 4, 5], requestsPerCombination: 1 },
};

function snapshot(state: RunState, done = 0, folder: string | null = null): RunSnapshot {
  const progress = {
    sent: done,
    done,
    failed: 0,
    cancelled: 0,
    inFlight: 0,
    backlog: 0,
    total: 10,
    warmupDone: 0,
    warmupTotal: 2,
    elapsed: 0,
    duration: null,
  };
  return { name: 'named', state, progress, folder, metrics: {} } as unknown as RunSnapshot;
}

const states = ({ steps }: LiveMeasurement) => steps.map(({ label, state }) => `${label}: ${state}`);

describe('a measurement in progress', () => {
  it('that is a run has one step and follows it to the end', () => {
    const measurement = new LiveMeasurement<'run'>('r', run);
    const seen = [`${measurement.state}, ${progressText(measurement)}`];
    for (const state of ['preparing', 'warming', 'running', 'running'] as const) {
      measurement.take(0, snapshot(state, 3, '/out/named'));
      seen.push(`${measurement.state}, ${progressText(measurement)}`);
    }
    assert.deepEqual(seen, [
      'preparing, starting',
      'preparing, preparing',
      'warming, warm-up 0 of 2',
      'running, 3 of 10',
      'running, 3 of 10',
    ]);
    assert.deepEqual([measurement.over, measurement.folder], [false, '/out/named']);
    measurement.finish({ state: 'partial', folder: '/out/named' } as OutcomeOf<'run'>);
    assert.deepEqual(
      [measurement.state, measurement.over, measurement.folder],
      ['partial', true, '/out/named'],
    );
  });

  it('that is a run takes the name that the engine gives it', () => {
    const measurement = new LiveMeasurement('r', run);
    const titles = [measurement.title];
    measurement.take(0, snapshot('running'));
    titles.push(
      measurement.title,
      new LiveMeasurement('r', runRequest({ ...planned, plan: { name: 'x' } })).title,
    );
    assert.deepEqual(titles, ['Run of m', 'named', 'x']);
  });

  it('refuses snapshots that would go back, in every step', () => {
    const measurement = new LiveMeasurement('r', loadTest);
    measurement.take(0, snapshot('running'));
    assert.throws(() => measurement.take(0, snapshot('warming')), /from running to warming/);
    measurement.take(0, snapshot('saved'));
    measurement.take(1, snapshot('warming'));
    assert.throws(() => measurement.take(0, snapshot('running')), /from saved to running/);
    assert.deepEqual(states(measurement), ['1 client: done', '5 clients: running']);
  });

  it('goes on after its last step, until the outcome is there', () => {
    const measurement = new LiveMeasurement('r', run);
    measurement.take(0, snapshot('saved', 10));
    assert.deepEqual([measurement.state, measurement.over], ['running', false]);
    measurement.fail();
    assert.deepEqual([measurement.state, measurement.over], ['failed', true]);
  });

  it('that is a load test follows its levels', () => {
    const measurement = new LiveMeasurement('r', loadTest);
    const seen = [states(measurement), progressText(measurement)];
    measurement.begin(0);
    measurement.take(0, snapshot('running', 4, '/runs/test/00001-clients'));
    seen.push(states(measurement), progressText(measurement));
    measurement.take(0, snapshot('saved', 10, '/runs/test/00001-clients'));
    measurement.begin(1);
    seen.push(states(measurement), progressText(measurement));
    assert.deepEqual(seen, [
      ['1 client: waiting', '5 clients: waiting'],
      'starting',
      ['1 client: running', '5 clients: waiting'],
      'level 1 of 2: 4 of 10',
      ['1 client: done', '5 clients: running'],
      'level 2 of 2: starting',
    ]);
    assert.deepEqual(
      [measurement.folder, measurement.stepFolders, measurement.title],
      ['/runs/test', ['/runs/test/00001-clients'], 'Load test of m'],
    );
  });

  it('that is an A/B test counts the requests of its sides together', () => {
    const measurement = new LiveMeasurement('r', ab);
    measurement.take(1, snapshot('running', 3, '/runs/pair/b'));
    assert.equal(progressText(measurement), '3 requests');
    measurement.take(0, snapshot('running', 4, '/runs/pair/a'));
    assert.deepEqual(states(measurement), ['a: running', 'b: running']);
    assert.equal(progressText(measurement), '7 of 20');
    assert.equal(measurement.folder, '/runs/pair');
    assert.throws(() => measurement.take(2, snapshot('running')), /no step 2/);
  });

  it('that is a heatmap is saved in the folder of its only run', () => {
    const measurement = new LiveMeasurement('r', heatmap);
    measurement.take(0, snapshot('running', 2, '/runs/warm'));
    assert.deepEqual(states(measurement), ['6 combinations: running']);
    assert.equal(measurement.folder, '/runs/warm');
  });

  it('lets open requests finish at the first request to stop, and aborts at the next', () => {
    const measurement = new LiveMeasurement<'run'>('r', run);
    measurement.take(0, snapshot('running', 2));
    const stages = [0, 1, 2].map(() => {
      const stage = measurement.nextStopStage();
      measurement.stopRequested(stage);
      return stage;
    });
    assert.deepEqual([stages, measurement.state, measurement.stopping], [[1, 2, 2], 'stopping', true]);
    assert.equal(progressText(measurement), 'stopping, 2 of 10');
  });
});
